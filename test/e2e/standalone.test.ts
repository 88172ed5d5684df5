import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InfoEntry, ListEntry } from '../../src/protocol/intents.ts';
import { currentSubject, opmCommand } from '../runner/subject.ts';
import { BareRoot } from './bare-root.ts';

/** Apps that say by the names of variables which plugins they met. */
function plugin(name: string, annotation: string, filler = ''): string {
  return `${filler}
export default {
  name: '${name}',
  apiVersion: 1,
  hooks: {
    preRestore(context${annotation}) {
      return { env: Object.fromEntries(context.apps.map(({ name }) => [name, { FROM_${name.toUpperCase()}: '1' }])) };
    },
  },
};
`;
}

/** Big enough for every cache of compiled modules. */
const BIG = `const filler: string[] = [\n${"  'a line of a big plugin, which a runtime may want to keep a compiled copy of',\n".repeat(2000)}];\nvoid filler;\n`;

const app = (name: string) => ({ name, command: ['/bin/sleep', '1000'], minUptime: 0 });
const json = (name: string) => JSON.stringify({ apps: [app(name)] });

const FILES: Record<string, string> = {
  'srv/opm.json': json('json'),
  'srv/opm.jsonc': `// a comment\n${json('jsonc')}`,
  'srv/opm.yaml': 'apps:\n  - name: yaml\n    command: /bin/sleep 1000\n    minUptime: 0\n',
  'srv/opm.toml': '[[apps]]\nname = "toml"\ncommand = "/bin/sleep 1000"\nminUptime = 0\n',
  'srv/opm.js': `module.exports = ${json('js')};\n`,
  'srv/opm.mjs': `import path from 'node:path';\nexport default { apps: [{ ...${JSON.stringify(app('mjs'))}, cwd: path.resolve('/') }] };\n`,
  'srv/opm.ts': `const apps: { name: string }[] = [${JSON.stringify(app('ts'))}];\nexport default { apps };\n`,
  'srv/plugins.json': JSON.stringify({
    plugins: ['./plugins/one.mjs', './plugins/two.ts', 'port-guard', ['wait-for', { file: ['/bin/sleep'] }]],
    apps: [{ ...app('guarded'), port: 18_123 }],
  }),
  'srv/plugins/one.mjs': plugin('one', ''),
  'srv/plugins/two.ts': plugin('two', ': { apps: { name: string }[] }', BIG),
};

const isPossible = currentSubject() === 'executable' && BareRoot.isPossible();
const standalone = suite<{ root: BareRoot }>('in an empty root');
standalone.before(async (context) => {
  context.root = new BareRoot();
  if (isPossible) await context.root.begin(opmCommand([]).file, FILES);
});
standalone.after(({ root }) => root.end());
const test = isPossible ? standalone : standalone.skip;

function list(root: BareRoot): ListEntry[] {
  return JSON.parse(root.ok('list', '--json')) as ListEntry[];
}

test('only the executable exists', ({ root }) => {
  const version = JSON.parse(root.ok('--version', '--json'));
  assert.is(version.standalone, true);
  assert.match(version.runtime, /^(bun|deno) /);
});

for (const format of ['json', 'jsonc', 'yaml', 'toml', 'js', 'mjs', 'ts']) {
  test(`a config in ${format} format is restored`, ({ root }) => {
    root.ok('restore', '--config', `/srv/opm.${format}`);
    assert.is(list(root).find(({ name }) => name === format)?.status, 'online');
  });
}

test("plugins run: two third-party ones from disk, two of OPM's", ({ root }) => {
  root.ok('restore', '--config', '/srv/plugins.json');
  const [info] = JSON.parse(root.ok('info', 'guarded', '--json')) as InfoEntry[];
  assert.equal(info?.pluginEnv.sort(), ['FROM_ONE', 'FROM_TWO']);
  const plugins = JSON.parse(root.ok('plugin', 'list', '--config', '/srv/plugins.json', '--json'));
  assert.is(plugins.length, 4);
});

test('a shell completes, including the names of live apps', ({ root }) => {
  for (const shell of ['bash', 'zsh', 'fish']) assert.match(root.ok('completion', shell), 'restore');
  assert.ok(root.ok('completion', '--names').split('\n').includes('guarded'));
});

test('the daemon is replaced, and every app keeps its PID', ({ root }) => {
  const before = list(root).map(({ pid }) => pid);
  const daemon = JSON.parse(root.ok('daemon', 'status', '--json')).pid;
  root.ok('daemon', 'restart');
  assert.is.not(JSON.parse(root.ok('daemon', 'status', '--json')).pid, daemon);
  assert.equal(
    list(root).map(({ pid }) => pid),
    before,
  );
  assert.is(before.length, 8);
});

test('save, stop everything, and restore from the snapshot', ({ root }) => {
  root.ok('save');
  root.ok('daemon', 'stop');
  root.ok('restore');
  assert.is(list(root).filter(({ status }) => status === 'online').length, 8);
  root.ok('daemon', 'stop');
});

test("only OPM's own files were written", ({ root }) => {
  const files = root.homeFiles();
  assert.ok(files.includes('opm/ledger.jsonl'));
  // The root is read-only, so what is not here is nowhere.
  const known =
    /^opm(\/(ledger\.jsonl|ledger\.lock|ledger\.key|daemon\.log|snapshots|snapshots\/[^/]+|logs|logs\/[^/]+\.log|plugin-state|plugin-state\/[^/]+))?$/;
  assert.equal(
    files.filter((file) => !known.test(file)),
    [],
  );
});

standalone.run();
