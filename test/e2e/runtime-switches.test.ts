/** What a runtime obeys does not change what OPM is, or what its users' code sees. */
import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject } from '../runner/subject.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('the switches of the runtime');
test.before.each((context) => {
  context.lab = new Lab();
  delete context.lab.env.NODE_ENV;
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

function environmentOf(pid: number): Record<string, string> {
  const pairs = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').slice(0, -1);
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

const SEEN = '{ direct: String(process.env.NODE_ENV), all: Object.keys(process.env).includes("NODE_ENV") }';
const CONFIG = `export default {
  plugins: ['./plugin.mjs'],
  apps: [{ name: 'a', command: 'sleep 1000', minUptime: 0, env: { SEEN: JSON.stringify(${SEEN}) } }],
};`;
const PLUGIN = `export default {
  name: 'seen', apiVersion: 1,
  hooks: { preRestore: () => ({ env: { a: { SEEN_BY_PLUGIN: JSON.stringify(${SEEN}) } } }) },
};`;

for (const set of [undefined, 'staging']) {
  test(`NODE_ENV is ${set ?? 'unset'} in a config program and a plugin where it is ${set ?? 'unset'}`, async ({
    lab,
  }) => {
    if (set !== undefined) lab.env.NODE_ENV = set;
    lab.write('plugin.mjs', PLUGIN);
    const { ran } = await lab.restore(lab.write('opm.config.mjs', CONFIG));
    assert.is(ran.code, 0, ran.stderr);
    const env = environmentOf(lab.leaders()[0]!.pid);
    const expected = { direct: String(set), all: set !== undefined };
    assert.equal(JSON.parse(env.SEEN!), expected);
    assert.equal(JSON.parse(env.SEEN_BY_PLUGIN!), expected);
  });
}

test('switches of the shell reach an app, and the daemon not', async ({ lab }) => {
  const switches = {
    NODE_OPTIONS: '--no-deprecation',
    DENO_NO_PROMPT: '1',
    BUN_CONFIG_X: '1',
    UV_USE_IO_URING: '0',
  };
  Object.assign(lab.env, switches);
  await lab.restore(lab.config([{ name: 'a', ...sleeper }]));
  const [app, daemon] = [environmentOf(lab.leaders()[0]!.pid), environmentOf((await lab.daemonPid())!)];
  for (const [name, value] of Object.entries(switches)) {
    assert.is(app[name], value);
    assert.is(daemon[name], undefined, name);
  }
});

const onExecutable = currentSubject() === 'executable' ? test : suite('skipped');
onExecutable('the executable is OPM, whatever variables Bun would obey', async ({ lab }) => {
  const preload = lab.write('preload.mjs', 'console.log("PRELOADED");');
  const version = await lab.ok(['--version']);
  Object.assign(lab.env, {
    ...{ BUN_OPTIONS: `--preload ${preload}`, BUN_BE_BUN: '1', BUN_INSPECT_PRELOAD: preload },
  });
  const ran = await lab.opm(['--version']);
  assert.equal([ran.code, ran.stdout, ran.stderr], [0, version, '']);
  lab.write('.env', 'FROM_DOTENV=1\n');
  lab.write('bunfig.toml', `preload = ["${preload}"]\n`);
  await lab.ok(['start', 'sleep 1000', '--name', 'a']);
  const env = environmentOf(lab.leaders()[0]!.pid);
  assert.equal([env.FROM_DOTENV, env.BUN_BE_BUN], [undefined, '1']);
});

test('a script without a first line that names its interpreter is run by a shell', async ({ lab }) => {
  lab.write('plain', 'echo "$0 $1" >"$2"\nexec sleep 1000\n', 0o755);
  lab.write('check', 'exit 0\n', 0o755);
  const word = `${lab.folder}/said`;
  const app = { command: ['./plain', 'a b', word], ready: { exec: ['./check'] } };
  const { ran, report } = await lab.restore(lab.config([{ name: 'a', ...app }]));
  assert.is(ran.code, 0, JSON.stringify(report.failed));
  await until(() => fs.existsSync(word) && fs.readFileSync(word, 'utf8') !== '', 'it has written');
  assert.is(fs.readFileSync(word, 'utf8'), `${lab.folder}/plain a b\n`);
});

test.run();
