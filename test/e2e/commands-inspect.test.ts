import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from './lab.ts';

const test = suite<{ lab: Lab }>('commands that look');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

test('list --json has exactly its twelve keys, sorted by id, and the same under every alias', async ({
  lab,
}) => {
  await lab.restore(
    lab.config([
      { name: 'z', ...sleeper },
      { name: 'a', ...sleeper, instances: 2, namespace: 'shop' },
    ]),
  );
  await lab.ok(['stop', 'z']);
  const entries = await lab.list();
  for (const entry of entries) {
    assert.equal(Object.keys(entry), [
      ...['id', 'name', 'instance', 'namespace', 'status', 'pid', 'restarts', 'uptimeMs', 'cpuPercent'],
      ...['memoryBytes', 'exitCode', 'adopted'],
    ]);
  }
  const ids = entries.map(({ id }) => id);
  assert.equal(
    ids,
    [...ids].sort((a, b) => a - b),
  );
  const [stopped, alive] = ['z', 'a'].map((name) => entries.find((entry) => entry.name === name)!);
  assert.equal(
    [stopped!.status, stopped!.pid, stopped!.uptimeMs, stopped!.memoryBytes],
    ['stopped', null, null, null],
  );
  assert.equal([alive!.status, alive!.namespace, alive!.adopted], ['online', 'shop', false]);
  assert.ok(alive!.memoryBytes! > 0 && alive!.uptimeMs! >= 0 && alive!.cpuPercent! >= 0);
  assert.ok(lab.leaders().some(({ pid }) => pid === alive!.pid));
  const names = (text: string) => JSON.parse(text).map(({ name }: { name: string }) => name);
  for (const alias of ['ls', 'ps', 'status'])
    assert.equal(names(await lab.ok([alias, '--format', 'json'])), names(JSON.stringify(entries)));
  const raw = (await lab.ok(['list', '--format', 'raw'])).trimEnd().split('\n');
  assert.equal(
    raw.map((line) => line.split('\t').length),
    [12, 12, 12],
  );
  const table = await lab.ok(['list']);
  assert.match(table, /a:1 .*online/);
  assert.not.ok(table.includes('\u001B'), 'no colours outside of a terminal');
  assert.is((await lab.opm(['list', '--format', 'xml'])).code, 64);
});

test('info --json adds identity, command, folder, logs, last exit and dependencies', async ({ lab }) => {
  await lab.restore(
    lab.config([
      { name: 'db', ...sleeper },
      { name: 'api', ...sleeper, dependsOn: ['db'] },
    ]),
  );
  const info = await lab.info('api');
  const leader = lab.leaders().find(({ name }) => name === 'api')!;
  assert.is(info.identity!.pid, leader.pid);
  assert.is(info.identity!.startTicks, leader.startTicks);
  assert.is(info.identity!.bootId, fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  assert.equal(
    [info.command, info.cwd, info.dependsOn, info.lastExit],
    [['sleep', '1000'], lab.folder, ['db'], null],
  );
  assert.is(info.logs.out, `${lab.home}/logs/api-0.out.log`);
  await lab.ok(['stop', 'api']);
  const { lastExit, identity } = await lab.info('api');
  assert.equal([identity, lastExit!.signal], [null, 'SIGTERM']);
  for (const alias of ['details', 'describe', 'show'])
    assert.match(await lab.ok([alias, 'api,db']), /api[\s\S]*depends on +db/);
  assert.is((await lab.opm(['info', 'ghost', '--json'])).code, 1);
});

test('env masks what looks like a secret unless --show, inherited or not', async ({ lab }) => {
  const app = {
    ...{ name: 'api', ...sleeper },
    env: { COLOUR: 'red', DB_PASSWORD: 'hunter2', DB_URL: 'postgres://me:hunter3@db/x' },
  };
  const config = lab.config([app]);
  await lab.opm(['restore', '--config', config], { env: { MY_API_KEY: 'hunter4' } });
  for (const command of ['env', 'cmdline', 'info']) {
    const masked = await lab.ok([command, 'api']);
    assert.match(masked, /COLOUR=red/);
    assert.match(masked, /DB_PASSWORD=\*+/);
    assert.not.match(masked, /hunter/);
  }
  const shown = await lab.ok(['env', 'api', '--show']);
  for (const line of ['DB_PASSWORD=hunter2', 'DB_URL=postgres://me:hunter3@db/x', 'MY_API_KEY=hunter4'])
    assert.ok(shown.includes(`${line}\n`));
  const [entry] = JSON.parse(await lab.ok(['env', 'api', '--json']));
  assert.is(entry.env.COLOUR, 'red');
  assert.not.match(JSON.stringify(entry), /hunter/);
  assert.not.match(await lab.ok(['info', 'api', '--json']), /hunter/);
});

test('ledger show and verify work without a daemon, and detect discrepancies', async ({ lab }) => {
  await lab.restore(lab.config([{ name: 'a', ...sleeper, instances: 2 }]));
  await lab.killDaemon();
  assert.match(await lab.ok(['ledger', 'show']), /a:1 +running +online/);
  assert.is(JSON.parse(await lab.ok(['ledger', 'verify', '--json'])).checked, 2);
  const [victim] = lab.leaders();
  process.kill(victim!.pid, 'SIGKILL');
  const verdict = await lab.opm(['ledger', 'verify', '--json']);
  assert.is(verdict.code, 1);
  const { ok, problems } = JSON.parse(verdict.stdout);
  assert.is(ok, false);
  assert.match(problems.join('\n'), new RegExp(String(victim!.pid)));
  assert.is(await lab.daemonPid(), null, 'looking starts no daemon');
});

test('doctor finds nothing wrong with a working home, and says what is wrong with a broken one', async ({
  lab,
}) => {
  await lab.ok(['daemon', 'start']);
  const { ok, checks } = JSON.parse(await lab.ok(['doctor', '--json']));
  assert.is(ok, true);
  for (const check of checks) assert.equal(Object.keys(check).sort(), ['check', 'message', 'status']);
  const file = lab.write('not-a-folder', '');
  const bad = await lab.opm(['doctor'], { env: { OPM_HOME: file } });
  assert.is(bad.code, 1);
  assert.match(bad.stdout, /fail +home .*is not a folder/);
});

test('completion prints scripts, and the names of live apps without starting a daemon', async ({ lab }) => {
  for (const shell of ['bash', 'zsh', 'fish', 'man'])
    assert.ok((await lab.ok(['completion', shell])).length > 500);
  assert.is((await lab.opm(['completion', 'tcsh'])).code, 64);
  assert.is(await lab.ok(['completion', '--names']), '');
  assert.is(await lab.daemonPid(), null);
  await lab.restore(
    lab.config([
      { name: 'api', ...sleeper, instances: 2 },
      { name: 'db', ...sleeper },
    ]),
  );
  assert.equal((await lab.ok(['completion', '--names'])).trim().split('\n').sort(), ['api', 'db']);
});

test('config init writes what config check accepts, in every format, and overwrites nothing', async ({
  lab,
}) => {
  for (const name of ['opm.config.jsonc', 'opm.config.yaml', 'opm.config.toml']) {
    await lab.ok(['config', 'init', name]);
    assert.match(await lab.ok(['config', 'check', name]), /is valid: /);
    const before = fs.readFileSync(`${lab.folder}/${name}`, 'utf8');
    assert.is.not((await lab.opm(['config', 'init', name])).code, 0);
    assert.is(fs.readFileSync(`${lab.folder}/${name}`, 'utf8'), before);
  }
  const schema = JSON.parse(await lab.ok(['config', 'schema']));
  assert.match(schema.$schema, /json-schema\.org/);
  assert.ok(schema.properties.apps);
  assert.is(await lab.daemonPid(), null);
});

test.run();
