import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findConfig } from '../../src/config/find-config.ts';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { OpmError } from '../../src/errors.ts';
import { typescriptLoader } from '../../src/runtime/self.ts';
import { inFolder } from './temp-folder.ts';

const HOME = '/var/lib/opm';

async function load(files: Record<string, string>, name: string, env: Record<string, string> = {}) {
  return inFolder(files, async (folder) => {
    const config = await loadConfig({ file: join(folder, name), home: HOME, env });
    return { folder, config };
  });
}

async function failure(work: Promise<unknown>): Promise<OpmError> {
  try {
    await work;
  } catch (error) {
    assert.instance(error, OpmError, String((error as Error).stack));
    return error as OpmError;
  }
  throw new Error('it did not fail');
}

const APP = { name: 'a', command: 'sleep 1' };

test('a profile is passed to a config program, and reported where nothing uses it', () =>
  inFolder(
    {
      'told.mjs':
        'export default ({ env, profile }) => ({ apps: [{ name: String(profile), command: env.A }] });',
      'untold.mjs': `export default { apps: [${JSON.stringify(APP)}] };`,
      'own.json': JSON.stringify({ apps: [APP] }),
      'pm2.json': JSON.stringify({ apps: [{ script: './a', env_production: { A: 1 } }] }),
    },
    async (folder) => {
      const load = (name: string, profile?: string) =>
        loadConfig({ file: join(folder, name), home: HOME, env: { A: 'x' }, profile });
      const told = await load('told.mjs', 'production');
      assert.equal([told.instances[0]!.name, told.warnings], ['production', []]);
      assert.is((await load('told.mjs')).instances[0]!.name, 'undefined');
      assert.is((await load('pm2.json', 'production')).instances[0]!.env.A, '1');
      assert.equal((await load('pm2.json', 'production')).warnings, []);
      for (const name of ['untold.mjs', 'own.json'])
        assert.match((await load(name, 'production')).warnings[0]!, '--env production has no effect');
    },
  ));

test('every format yields the same config', async () => {
  const files: Record<string, string> = {
    'a.json': JSON.stringify({ apps: [APP] }),
    'a.jsonc': '{ // x\n"apps":[{"name":"a","command":"sleep 1",}]}',
    'a.yaml': 'apps: [{ name: a, command: sleep 1 }]',
    'a.yml': 'apps:\n- name: a\n  command: sleep 1\n',
    'a.toml': '[[apps]]\nname = "a"\ncommand = "sleep 1"\n',
    'a.mjs': `export default { apps: [${JSON.stringify(APP)}] };`,
    'a.cjs': `module.exports = { apps: [${JSON.stringify(APP)}] };`,
    'esm.js': `export default async ({ env }) => ({ apps: [{ ...${JSON.stringify(APP)}, name: env.NAME }] });`,
    'common.js': `const path = require('node:path'); module.exports = { apps: [${JSON.stringify(APP)}] };`,
    'a.ts': `interface A { name: string }\nexport default { apps: [${JSON.stringify(APP)} as A] };`,
    'a.JSON': JSON.stringify({ apps: [APP] }),
    'no-extension': JSON.stringify({ apps: [APP] }),
  };
  await inFolder(files, async (folder) => {
    writeFileSync(join(folder, 'bom.json'), `\uFEFF${JSON.stringify({ apps: [APP] })}`);
    for (const name of [...Object.keys(files), 'bom.json']) {
      const { instances, file, warnings } = await loadConfig({
        file: join(folder, name),
        home: HOME,
        env: { NAME: 'a' },
      });
      assert.is(file, join(folder, name));
      assert.equal(warnings, []);
      assert.equal(instances[0]!.argv, ['sleep', '1'], name);
      assert.is(instances[0]!.name, 'a');
      assert.is(instances[0]!.cwd, folder);
    }
  });
});

test('a config program is loaded afresh every time', async () => {
  for (const [name, begin] of [
    ['a.mjs', 'export default'],
    ['a.cjs', 'module.exports ='],
    ['a.js', 'module.exports ='],
    ['a.ts', 'export default'],
  ]) {
    await inFolder({ [name!]: `${begin} { apps: [] };` }, async (folder) => {
      const options = { file: join(folder, name!), home: HOME, env: {} };
      assert.is((await loadConfig(options)).instances.length, 0);
      writeFileSync(options.file, `${begin} { apps: [${JSON.stringify(APP)}] };`);
      assert.is((await loadConfig(options)).instances.length, 1, name!);
    });
  }
});

test('problems are reported all at once, with the file, path, line, value and remedy', async () => {
  const text = '{"apps": [\n  {"name": "a",\n   "comand": "x",\n   "ready": {"fd": 3, "timeout": "10x"}}\n]}';
  await inFolder({ 'opm.config.json': text }, async (folder) => {
    const file = join(folder, 'opm.config.json');
    const error = await failure(loadConfig({ file, home: HOME, env: {} }));
    assert.is(error.code, 'CONFIG_INVALID');
    assert.is(error.exitCode, 78);
    assert.is(
      error.message,
      [
        `The config file ${file} has 3 problems:`,
        '  apps[0].command (line 2): is missing: add it',
        '  apps[0].ready.timeout (line 4): "10x" is not a duration: write "500ms", "10s", "5m", "1h" or a number of milliseconds',
        '  apps[0].comand (line 3): is an unknown key; did you mean "command"?',
      ].join('\n'),
    );
    const { config, problems } = await checkConfig({ file, home: HOME, env: {} });
    assert.is(config, null);
    assert.equal(problems[0], { path: 'apps[0].command', line: 2, message: 'is missing: add it' });
  });
});

test('TOML and programs have paths without lines', async () => {
  for (const [name, text] of [
    ['a.toml', '[[apps]]\nname = "a"'],
    ['a.mjs', 'export default { apps: [{ name: "a" }] }'],
  ]) {
    const error = await failure(load({ [name!]: text! }, name!));
    assert.match(error.message, /apps\[0\]\.command: is missing: add it$/);
  }
});

test("paths become absolute, relative to the file's folder; settings and plugins are resolved", async () => {
  const content = {
    settings: { timeout: '5m' },
    plugins: ['port-guard', ['./x.mjs', { a: 1 }, { timeout: '1s', onError: 'warn' }]],
    apps: [{ ...APP, cwd: 'sub', logs: { out: 'logs/a.log', err: '/abs/e.log' } }],
  };
  const { folder, config } = await load(
    { 'c/opm.config.json': JSON.stringify(content) },
    'c/opm.config.json',
  );
  assert.equal(config.settings, { threads: 2, maxStarting: 64, timeoutMs: 300_000, attempts: 1 });
  assert.equal(config.plugins, [
    { specifier: 'port-guard', baseDir: `${folder}/c`, options: undefined },
    { specifier: './x.mjs', baseDir: `${folder}/c`, options: { a: 1 }, timeoutMs: 1000, onError: 'warn' },
  ]);
  assert.is(config.instances[0]!.cwd, `${folder}/c/sub`);
  assert.equal(config.instances[0]!.logs, { out: `${folder}/c/logs/a.log`, err: '/abs/e.log' });
});

test('env files are read in order, and env wins over them', async () => {
  const content = { apps: [{ ...APP, envFile: ['one.env', 'sub/two.env'], env: { C: 'env' } }] };
  const { config } = await load(
    {
      'a.json': JSON.stringify(content),
      'one.env': '\uFEFFA=1\nB=1\nC=1',
      'sub/two.env': 'B=2\nC=2\nline=5',
    },
    'a.json',
  );
  assert.equal(config.instances[0]!.env, { A: '1', B: '2', C: 'env', line: '5' });
});

test('every env file that cannot be used is a problem with its line in the config', async () => {
  const apps = [
    { ...APP, envFile: 'missing.env' },
    { ...APP, name: 'b', envFile: ['ok.env', 'bad.env', 'own.env', '.'] },
  ];
  const files = {
    'a.json': JSON.stringify({ apps }, null, 1),
    'ok.env': 'A=1',
    'bad.env': 'A=1\n?',
    'own.env': 'OPM_ID=7',
  };
  await inFolder(files, async (folder) => {
    const { problems } = await checkConfig({ file: join(folder, 'a.json'), home: HOME, env: {} });
    assert.equal(
      problems.map(({ path }) => path),
      ['apps[0].envFile', 'apps[1].envFile[1]', 'apps[1].envFile[2]', 'apps[1].envFile[3]'],
    );
    assert.equal(problems[0], {
      path: 'apps[0].envFile',
      line: 6,
      message: `${folder}/missing.env cannot be used: the file does not exist`,
    });
    assert.match(problems[1]!.message, 'line 2: it is not of the form KEY=value');
    assert.match(problems[2]!.message, 'it sets OPM_ID, which is set by OPM itself');
    assert.match(problems[3]!.message, 'it is a folder');
  });
});

test('an env file that is not UTF-8 is a problem that names the line', async () => {
  await inFolder({ 'a.json': JSON.stringify({ apps: [{ ...APP, envFile: 'a.env' }] }) }, async (folder) => {
    writeFileSync(join(folder, 'a.env'), Buffer.from('A=1\nB=\u00e4\nC=\xff', 'latin1'));
    const { problems } = await checkConfig({ file: join(folder, 'a.json'), home: HOME, env: {} });
    const message = `${folder}/a.env cannot be used: line 2 is not UTF-8 text`;
    assert.equal(
      problems.map((problem) => problem.message),
      [message],
    );
  });
});

test('a missing file, a folder, a device and bytes that are not text are rejected', async () => {
  await inFolder({ 'a.xyz': 'hello', 'empty.yaml': ' \n' }, async (folder) => {
    writeFileSync(join(folder, 'latin1.json'), Buffer.from('{\n"\xe4": 1 }', 'latin1'));
    writeFileSync(join(folder, 'latin1.cjs'), Buffer.from('// \n// \xe4\nmodule.exports = {}', 'latin1'));
    const codeOf = async (file: string) => {
      const error = await failure(loadConfig({ file, home: HOME, env: {} }));
      assert.is(error.exitCode, 78);
      return `${error.code} ${error.message.slice(error.message.indexOf(file) + file.length)}`;
    };
    assert.is(await codeOf(join(folder, 'nope.json')), 'CONFIG_UNREADABLE : the file does not exist');
    assert.is(await codeOf(join(folder, 'nope.mjs')), 'CONFIG_UNREADABLE : the file does not exist');
    assert.is(await codeOf(folder), 'CONFIG_UNREADABLE : it is a folder');
    assert.is(await codeOf('/dev/zero'), 'CONFIG_UNREADABLE : it is a device');
    const latin1 = 'CONFIG_UNREADABLE : line 2 is not UTF-8 text';
    assert.is(await codeOf(join(folder, 'latin1.json')), latin1);
    assert.is(await codeOf(join(folder, 'latin1.cjs')), latin1);
    assert.is(
      await codeOf(join(folder, 'empty.yaml')),
      'CONFIG_BROKEN  is not valid YAML: the file is empty',
    );
    assert.match(await codeOf(join(folder, 'a.xyz')), 'CONFIG_FORMAT_UNKNOWN');
    symlinkSync('loop.json', join(folder, 'loop.json'));
    assert.match(await codeOf(join(folder, 'loop.json')), 'CONFIG_UNREADABLE');
  });
});

test('a config program that cannot be loaded says why', async () => {
  const cases: [string, string, RegExp][] = [
    ['a.mjs', 'export default {', /could not be loaded/],
    ['a.mjs', 'throw new TypeError("no luck");', /could not be loaded: TypeError: no luck/],
    ['a.mjs', 'export default () => { throw "text"; };', /could not be loaded: text/],
    ['a.mjs', 'import "./missing.mjs";', /missing\.mjs/],
    ['a.mjs', 'export {};', /exports nothing: add a default export/],
    ['a.ts', 'export default {', /could not be loaded/],
    ['a.cjs', 'module.exports = {', /could not be loaded/],
  ];
  for (const [name, text, expected] of cases) {
    const error = await failure(load({ [name]: text }, name));
    assert.is(error.code, 'CONFIG_MODULE_FAILED', text);
    assert.is(error.exitCode, 78);
    assert.match(error.message, expected);
  }
});

test('a pipe can be a config file', async () => {
  const script = `import('${new URL('../../src/config/load.ts', import.meta.url)}').then(({ loadConfig }) =>
    loadConfig({ file: '/dev/stdin', home: '/h', env: {} })).then(({ instances }) => console.log(instances[0].name))`;
  const flags = process.versions.deno ? ['eval'] : ['--import', typescriptLoader(), '-e'];
  await inFolder({ 'a.json': JSON.stringify({ apps: [APP] }) }, (folder) => {
    const words = ['-c', 'cat "$0" | "$@"', join(folder, 'a.json'), process.execPath, ...flags, script];
    assert.is(execFileSync('sh', words, { encoding: 'utf8' }).trim(), 'a');
  });
});

test("a folder's config is its opm.config, else its ecosystem.config", async () => {
  await inFolder({ 'x/readme.md': '' }, async (folder) => {
    assert.is(await findConfig(folder), null);
    writeFileSync(join(folder, 'ecosystem.config.js'), '');
    assert.is(await findConfig(folder), join(folder, 'ecosystem.config.js'));
    writeFileSync(join(folder, 'opm.config.yaml'), '');
    assert.is(await findConfig(folder), join(folder, 'opm.config.yaml'));
    writeFileSync(join(folder, 'opm.config.ts'), '');
    const error = await failure(findConfig(folder));
    assert.is(error.code, 'CONFIG_AMBIGUOUS');
    assert.match(error.message, 'opm.config.yaml, opm.config.ts');
    assert.is((await failure(findConfig(join(folder, 'nope')))).code, 'CONFIG_UNREADABLE');
  });
});

test('as root, loading refuses a file that others can write', async () => {
  if (process.getuid?.() !== 0) return;
  await inFolder({ 'a.json': JSON.stringify({ apps: [] }) }, async (folder) => {
    chmodSync(join(folder, 'a.json'), 0o666);
    const error = await failure(loadConfig({ file: join(folder, 'a.json'), home: HOME, env: {} }));
    assert.is(error.code, 'FILE_UNTRUSTED');
    assert.is(error.exitCode, 78);
  });
});

test.run();
