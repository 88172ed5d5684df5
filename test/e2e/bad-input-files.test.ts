import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('files that say something wrong');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const STACK = /\n\s+at .+:\d+/;

/** The config is refused with 78, by restore and by config check, and no daemon is bothered. */
async function refused(lab: Lab, file: string, ...reasons: RegExp[]): Promise<void> {
  for (const args of [
    ['restore', '--config', file],
    ['config', 'check', file],
  ]) {
    const { code, stdout, stderr } = await lab.opm(args);
    assert.is(code, 78, `opm ${args.join(' ')}: ${stderr}`);
    for (const reason of reasons) assert.match(stderr, reason);
    assert.not.match(stderr, STACK);
    assert.is(stdout, '');
  }
  assert.is((await lab.opm(['daemon', 'status'])).code, 69, 'no daemon was started');
}

const app = (name: string, more: object = {}) => ({ name, command: 'sleep 1000', ...more });

test('a cycle is shown', ({ lab }) =>
  refused(
    lab,
    lab.config([
      app('a', { dependsOn: ['b'] }),
      app('b', { dependsOn: ['c'] }),
      app('c', { dependsOn: ['a'] }),
    ]),
    /a.*b.*c.*a/,
  ));

test('a duplicate name, and a missing dependency', ({ lab }) =>
  refused(
    lab,
    lab.config([app('api'), app('api'), app('web', { dependsOn: ['apj'] })]),
    /apps\[1\]\.name.*"api"/,
    /apps\[2\]\.dependsOn.*"apj".*api/,
  ));

test('every unknown key with its path and the nearest known one, all at once', ({ lab }) =>
  refused(
    lab,
    lab.write('opm.config.json', {
      setings: {},
      apps: [app('api', { comand: 'x', restart: { polcy: 'never' } })],
    }),
    /setings.*settings/,
    /apps\[0\]\.comand.*command/,
    /apps\[0\]\.restart\.polcy.*policy/,
  ));

test('keys whose behaviour is not built yet are refused with that reason', ({ lab }) =>
  refused(lab, lab.config([app('api', { limits: { memory: '1M', cpu: 3 } })]), /memory.*not/, /cpu.*not/));

for (const [name, content] of [
  ['opm.config.json', '{ "apps": [ { "name": "a", }'],
  ['opm.config.jsonc', '{ "apps": [ // so\n { "name" "a" } ] }'],
  ['opm.config.yaml', 'apps:\n  - name: a\n   command: "sleep\n'],
  ['opm.config.yml', 'apps: [ { name: a\n'],
  ['opm.config.toml', '[[apps]]\nname = "a\ncommand = 3\n'],
  ['opm.config.js', 'export default { apps: [ { name: }\n'],
  ['opm.config.mjs', 'throw new Error("the vault is closed");\n'],
  ['opm.config.ts', 'export default { apps: [ { name: }\n'],
] as const) {
  test(`a broken ${name}`, ({ lab }) =>
    refused(lab, lab.write(name, content), new RegExp(name.replaceAll('.', '\\.'))));
}

test('a config program that ends the process is refused, whether it catches the refusal or not', async ({
  lab,
}) => {
  const ends = 'process.exit(0);';
  const reason = /could not be loaded: it called process\.exit\(0\)/;
  await refused(lab, lab.write('opm.config.mjs', ends), reason);
  await refused(
    lab,
    lab.write('opm.config.mjs', `try { ${ends} } catch {} export default { apps: [] };`),
    reason,
  );
});

test('the output of a config program does not mix with the results', async ({ lab }) => {
  const file = lab.write(
    'opm.config.mjs',
    `import { writeSync } from 'node:fs';
    console.log('one'); process.stdout.write('two\\n'); writeSync(1, 'three\\n');
    process.nextTick(() => console.log('four'));
    export default async () => {
      setTimeout(() => { console.log('five'); process.exit(3); }, 0);
      return { apps: [{ name: 'a', command: 'sleep 1000', minUptime: 0 }] };
    };`,
  );
  const { ran, report } = await lab.restore(file);
  assert.is(ran.code, 0, ran.stderr);
  assert.is(report.started.length, 1);
  for (const word of ['one', 'two', 'three', 'four', 'five']) assert.match(ran.stderr, word);
  assert.match(ran.stderr, /code of a config file called process\.exit\(3\), which is ignored/);
});

test('a config program whose timer would end the command while it is loaded is refused', ({ lab }) =>
  refused(
    lab,
    lab.write(
      'opm.config.mjs',
      `setTimeout(() => process.exit(0), 0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      export default { apps: [] };`,
    ),
    /it called process\.exit\(0\)/,
  ));

test('a variable that is not UTF-8 is reported and not passed on, and threads can still be started', async ({
  lab,
}) => {
  // Node writes what it starts as UTF-8: only a shell can.
  const odd = async (...args: string[]) => {
    const { file, args: words } = lab.command(args);
    const script = 'exec env "$(printf \'ODD=\\344\')" "$(printf \'N\\377=1\')" "$0" "$@"';
    const child = spawn('sh', ['-c', script, file, ...words], {
      ...{ cwd: lab.folder, env: { ...lab.env, GOOD: '\ufffd' }, stdio: ['ignore', 'ignore', 'pipe'] },
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    return { child, stderr: () => stderr };
  };
  const app = {
    name: 'a',
    command: ['sh', '-c', 'env | sort; exec sleep 1000'],
    ready: { log: '^USER|^_|^PWD' },
  };
  const run = await odd('daemon', 'run', '--restore', '--config', lab.config([app]));
  await until(async () => (await lab.daemonPid()) === run.child.pid, 'it serves');
  await until(async () => (await lab.list())[0]?.status === 'online', 'the app is online');
  assert.match(run.stderr(), /the variable ODD is not UTF-8 text: apps do not inherit it/);
  const written = fs.readFileSync((await lab.info('a')).logs.out, 'latin1');
  assert.not.match(written, /^ODD=|^N[^\w]+=1$/m);
  assert.match(written, /^GOOD=\xef\xbf\xbd$/m);
});

test('a config file that is missing or a folder', async ({ lab }) => {
  const missing = await lab.opm(['restore', '--config', 'nowhere.json']);
  assert.is(missing.code, 78);
  assert.match(missing.stderr, /nowhere\.json/);
  const folder = await lab.opm(['restore', '--config', lab.folder]);
  assert.is(folder.code, 78);
  assert.not.match(folder.stderr, STACK);
});

test('nothing to restore at all', async ({ lab }) => {
  const { code, stderr } = await lab.opm(['restore']);
  assert.is(code, 1);
  assert.match(stderr, /nothing to restore.*--config FILE/);
});

test('a wrong command line ends with 64 and the usage', async ({ lab }) => {
  const wrong: [string[], RegExp][] = [
    [['lst'], /lst.*list/s],
    [['list', '--jsn'], /--jsn.*--json/s],
    [['restore', '--timeout', 'soon'], /--timeout/],
    [['logs', '-n', 'many'], /-n|--lines/],
    [['scale', 'api'], /needs/],
    [['daemon'], /daemon start/],
    [['daemon', 'strat'], /start/],
    [['save', 'now'], /too many arguments/],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await lab.opm(args);
    assert.is(code, 64, `opm ${args.join(' ')}: ${stderr}`);
    assert.match(stderr, message);
    assert.is(stdout, '');
    assert.not.match(stderr, STACK);
  }
});

test.run();
