import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sortStartWords } from '../../../src/commands/start/start-words.ts';
import { OpmError } from '../../../src/errors.ts';
import type { Intents } from '../../../src/protocol/intents.ts';
import { REPORT } from '../reports.ts';
import { listed, type Served, serve } from '../served.ts';

const folder = mkdtempSync(join(tmpdir(), 'opm-start-'));
mkdirSync(join(folder, 'db'));
writeFileSync(join(folder, 'server.js'), '');
writeFileSync(join(folder, 'worker.js'), '');
writeFileSync(join(folder, 'fleet.json'), JSON.stringify({ apps: [{ name: 'one', command: 'sleep 9' }] }));
writeFileSync(
  join(folder, 'ecosystem.config.cjs'),
  `module.exports = { apps: [{ name: 'two', script: 'sleep', args: '9', interpreter: 'none', time: true }] };`,
);

test.after(() => rmSync(folder, { recursive: true }));

async function withDaemon(work: (served: Served) => Promise<void>): Promise<void> {
  const entries = [listed({ id: 3, name: 'db' }), listed({ id: 4, name: 'api', instance: 1 })];
  const served = await serve({
    list: async () => ({ entries, snapshotDiffers: false, notices: [] }),
    start: async () => [{ id: 3, name: 'db', instance: 0, ok: true, status: 'online', pid: 9 }],
    launch: async () => ({ report: REPORT, exitCode: 0 }),
  });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

const launched = ({ requests }: Served) => {
  const found = requests.find(({ intent }) => intent === 'launch');
  if (found === undefined) throw new Error('Nothing was launched');
  return (found.request as Intents['launch']['request']).instances;
};

test('words are config files, instances or programs, in this order', () => {
  const entries = [listed({ id: 3, name: 'db' }), listed({ id: 4, name: 'fleet.json', instance: 1 })];
  const sort = (...words: string[]) => sortStartWords(words, entries, folder);
  assert.equal(sort('fleet.json'), { configs: [join(folder, 'fleet.json')], instances: [], programs: [] });
  assert.equal(sort('ecosystem.config.cjs').configs.length, 1);
  assert.equal(sort('server.js').programs, ['server.js']);
  assert.equal(sort('missing.json').programs, ['missing.json']);
  assert.equal(sort('./fleet.json', 'server.js', 'worker.js').programs, ['server.js', 'worker.js']);
  assert.throws(() => sort('99'), /no instance with the id 99/);
  assert.throws(() => sort('db', '98', '99'), /no instance with the id 98/);
  assert.equal(sort('./99').programs, ['./99']);
  assert.equal(sort('db', '3', 'fleet.json:1', 'all', '3,db').instances, [
    'db',
    '3',
    'fleet.json:1',
    'all',
    '3,db',
  ]);
  assert.equal(sort('db,nobody').programs, ['db,nobody']);
  assert.equal(sort('node server.js').programs, ['node server.js']);
});

test('a command of several unquoted words is rejected, with the quoted form as a suggestion', () => {
  try {
    sortStartWords(['node', 'server.js'], [], folder);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).exitCode, 64);
    assert.match(
      (error as OpmError).message,
      /Quote a command of several words: opm start "node server\.js"/,
    );
  }
});

test('a script becomes a new app with the given options', async () => {
  await withDaemon(async (served) => {
    const words = [
      'start',
      'server.js',
      '--name',
      '007x',
      '-i',
      '2',
      '--port=3000',
      '--env',
      'A=1=2',
      '--env',
      'B=',
      '--',
    ];
    const { code, stdout, stderr } = await served.opm([...words, '--queue', '007'], { cwd: folder });
    assert.is(code, 0, stderr);
    assert.match(stdout, /Started in 20 ms: 1 started/);
    const [first, second] = launched(served);
    assert.is(first?.name, '007x');
    assert.equal(first?.argv, ['node', join(folder, 'server.js'), '--queue', '007']);
    assert.is(first?.cwd, folder);
    assert.equal(first?.env, { A: '1=2', B: '', PORT: '3000' });
    assert.is(second?.port, 3001);
  });
});

test('the apps of config files are launched together, and unsupported settings are reported', async () => {
  await withDaemon(async (served) => {
    const { code, stderr } = await served.opm(['start', 'fleet.json', 'ecosystem.config.cjs'], {
      cwd: folder,
    });
    assert.is(code, 0, stderr);
    assert.equal(
      launched(served).map(({ name }) => name),
      ['one', 'two'],
    );
    assert.match(stderr, /warning: .*time/);
    assert.equal(
      served.requests.map(({ intent }) => intent),
      ['launch'],
    );
  });
});

test('a known instance is started again, even if a folder has its name', async () => {
  await withDaemon(async (served) => {
    const { code, stdout } = await served.opm(['start', 'db'], { cwd: folder });
    assert.is(code, 0);
    assert.match(stdout, /db\s+online/);
    assert.equal(served.requests.at(-1), { intent: 'start', request: { targets: ['db'] } });
  });
});

test('options that would be silently ignored are rejected', async () => {
  await withDaemon(async (served) => {
    const cases: [string[], RegExp][] = [
      [['db', '--name', 'x'], /--name can only be used for a new app/],
      [['fleet.json', '-i', '2'], /--instances can only be used for a new app/],
      [['db', '--', '--verbose'], /Words after "--" can only be used for a new app/],
      [['db', 'server.js'], /use two/],
      [['server.js', 'worker.js', '--name', 'x'], /--name applies to a single new app/],
      [['server.js', '--restart', 'sometimes'], /--restart must be one of/],
      [['server.js', '--env', 'NOVALUE'], /NOVALUE/],
      [['server.js', '--max-memory', '500'], /--max-memory: "500" has no unit: write "500M"/],
      [[], /needs <file, command or name\.\.\.>/],
    ];
    for (const [words, message] of cases) {
      served.requests.length = 0;
      const { code, stderr } = await served.opm(['start', ...words], { cwd: folder });
      assert.is(code, 64, words.join(' '));
      assert.match(stderr, message);
      assert.not.ok(served.requests.some(({ intent }) => intent !== 'list'));
    }
  });
});

test('--env names an environment of a config file, and a variable of a new app', () =>
  withDaemon(async (served) => {
    writeFileSync(
      join(folder, 'shop.config.cjs'),
      `module.exports = { apps: [{ name: 'shop', script: 'server.js', env: { A: 1 }, env_test: { A: 2 } }] };`,
    );
    const start = (...words: string[]) => served.opm(['start', ...words], { cwd: folder });
    assert.is((await start('shop.config.cjs', '--env', 'test')).code, 0);
    assert.is(launched(served)[0]!.env.A, '2');
    const twice = await start('shop.config.cjs', '--env', 'test', '--env', 'other');
    assert.is(twice.code, 64);
    assert.match(twice.stderr, 'names one environment, not test and other');
    assert.is((await start('shop.config.cjs', '--env', 'A=3')).code, 64);
    const script = await start('server.js', '--env', 'test');
    assert.is(script.code, 64);
    assert.match(script.stderr, '"test" is not of the form KEY=VALUE');
  }));

test('the flags of pm2 start configure an app, and unsupported ones are named', () =>
  withDaemon(async (served) => {
    const flags =
      '-o out.log -e err.log --merge-logs -i 2 --node-args --no-warnings --kill-timeout 3000 --restart-delay 500 ' +
      '--max-restarts 5 --stop-exit-codes 0 3 --wait-ready --listen-timeout 4000 --namespace shop -f --watch --time';
    const words = ['start', 'server.js', '-n', 'api', ...flags.split(' '), '--', '--port', '1'];
    const { code, stderr } = await served.opm(words, { cwd: folder, env: { PATH: '' } });
    assert.is(code, 0, stderr);
    const [spec, second] = launched(served);
    assert.equal(spec!.argv, ['node', '--no-warnings', join(folder, 'server.js'), '--port', '1']);
    assert.is(spec!.name, 'api');
    assert.is(spec!.namespace, 'shop');
    assert.equal(spec!.logs, {
      out: join(folder, 'out.log'),
      err: join(folder, 'err.log'),
      pattern: { out: join(folder, 'out.log'), err: join(folder, 'err.log') },
    });
    assert.is(second!.logs.out, spec!.logs.out);
    assert.equal(spec!.stop, { signal: 'SIGINT', timeoutMs: 3000 });
    assert.equal(spec!.restart.backoffMs, [500, 500]);
    assert.equal([spec!.restart.maxRestarts, spec!.restart.stopExitCodes], [4, [0, 3]]);
    assert.equal(spec!.ready, { kind: 'fd', fd: 3, timeoutMs: 4000 });
    for (const named of ['--force: the same app is never', '"time" of api', '"wait_ready" of api'])
      assert.match(stderr, named);
  }));

test('apps started from the command line stop with SIGINT, and "max" starts one per core', () =>
  withDaemon(async (served) => {
    assert.is((await served.opm(['start', 'server.js', '-i', 'max'], { cwd: folder })).code, 0);
    const instances = launched(served);
    assert.is(instances.length, availableParallelism());
    assert.is(instances[0]!.stop.signal, 'SIGINT');
    assert.is((await served.opm(['start', 'server.js', '-i', 'many'], { cwd: folder })).code, 64);
    const config = await served.opm(['start', 'fleet.json', '--wait-ready'], { cwd: folder });
    assert.is(config.code, 64);
    assert.match(config.stderr, '--wait-ready can only be used for a new app');
  }));

test('a file of another tool is named as such', () =>
  withDaemon(async (served) => {
    writeFileSync(join(folder, 'Procfile'), 'web: node server.js\n');
    writeFileSync(join(folder, 'compose.yaml'), 'services:\n  web:\n    image: x\n');
    for (const file of ['Procfile', 'compose.yaml']) {
      const { code, stderr } = await served.opm(['start', file], { cwd: folder });
      assert.is(code, 78);
      assert.match(stderr, new RegExp(`${file} is a .*\\. Import it with: opm import .*${file}`));
    }
  }));

test('a missing script is a failure that names it', async () => {
  await withDaemon(async (served) => {
    const { code, stderr } = await served.opm(['start', './missing.js'], { cwd: folder });
    assert.is(code, 1);
    assert.match(stderr, /missing\.js/);
  });
});

test.run();
