import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SnapshotInfo } from '../../src/protocol/intents.ts';
import type { RestoreReport } from '../../src/protocol/restore-report.ts';
import { isAlive, Lab } from './lab.ts';

const test = suite<{ lab: Lab }>('snapshot');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

async function save(lab: Lab): Promise<{ generation: number; file: string; instances: number }> {
  return JSON.parse(await lab.ok(['save', '--json']));
}

/** Restores, and returns what was said whatever the exit code. */
async function restore(lab: Lab, ...args: string[]) {
  const ran = await lab.opm(['restore', '--json', ...args]);
  return { ...ran, report: ran.stdout === '' ? null : (JSON.parse(ran.stdout) as RestoreReport) };
}

const running = (lab: Lab): string[] =>
  lab
    .leaders()
    .map(({ name, instance }) => `${name}:${instance}`)
    .sort();

/** Saves one generation with `a` and another with `a` and `b`. */
async function saveTwo(lab: Lab) {
  await lab.restore(lab.config([{ name: 'a', ...sleeper }]));
  const first = await save(lab);
  await lab.restore(
    lab.config([
      { name: 'a', ...sleeper },
      { name: 'b', ...sleeper },
    ]),
  );
  const second = await save(lab);
  await lab.ok(['remove', 'all']);
  assert.equal(lab.processes(), []);
  return { first, second };
}

test('a saved set comes back after everything was removed, also by generation', async ({ lab }) => {
  const { first, second } = await saveTwo(lab);
  assert.equal([first.generation, first.instances, second.generation, second.instances], [1, 1, 2, 2]);
  assert.is(fs.statSync(second.file).mode & 0o777, 0o600);
  const infos = JSON.parse(await lab.ok(['save', '--list', '--json'])) as SnapshotInfo[];
  assert.equal(
    infos.map(({ generation, instances, damage }) => [generation, instances, damage]),
    [
      [1, 1, null],
      [2, 2, null],
    ],
  );
  for (const alias of ['store', 'dump']) assert.match(await lab.ok([alias, '--list']), /2 .*good/);

  const old = await restore(lab, '--generation', '1');
  assert.is(old.code, 0, old.stderr);
  assert.equal(running(lab), ['a:0']);
  const { ran, report } = { ran: await lab.opm(['resurrect', '--json']), report: null };
  assert.is(ran.code, 0, `${ran.stderr}${report}`);
  assert.equal(running(lab), ['a:0', 'b:0']);
  const missing = await restore(lab, '--generation', '7');
  assert.is(missing.code, 1);
  assert.match(missing.stderr, /no generation 7.*Available: 1, 2/);
});

test('stopped instances come back stopped, and list says when the snapshot differs from the running set', async ({
  lab,
}) => {
  await lab.restore(lab.config([{ name: 'a', ...sleeper, instances: 3 }]));
  await lab.ok(['stop', 'a:1']);
  await lab.ok(['save']);
  assert.is((await lab.opm(['list'])).stderr, '');
  await lab.ok(['remove', 'a:2']);
  assert.match((await lab.opm(['list'])).stderr, /differ from the saved snapshot/);
  await lab.ok(['remove', 'all']);
  const { code, stderr } = await restore(lab);
  assert.is(code, 0, stderr);
  assert.equal(running(lab), ['a:0', 'a:2']);
  const stopped = await lab.info('a:1');
  assert.equal([stopped.status, stopped.wanted, stopped.pid], ['stopped', 'stopped', null]);
  await lab.ok(['start', 'a:1']);
  assert.equal(running(lab), ['a:0', 'a:1', 'a:2']);
});

test('a damaged newest generation is set aside, and the one before it is used, with 2 and a warning', async ({
  lab,
}) => {
  const { second } = await saveTwo(lab);
  const damaged = fs.readFileSync(second.file, 'utf8').replace('sleep', 'sleeq');
  fs.writeFileSync(second.file, damaged);
  const list = await lab.opm(['save', '--list']);
  assert.is(list.code, 2);
  assert.match(list.stdout, /^ +2 +- +- .*snapshot-000002\.json +damaged: its checksum is wrong$/m);
  const { code, stderr, report } = await restore(lab);
  assert.is(code, 2);
  assert.is(report!.outcome, 'committed');
  assert.equal(running(lab), ['a:0']);
  const aside = /kept as "([^"]+)"/.exec(stderr)?.[1];
  assert.ok(aside, stderr);
  assert.match(stderr, /Generation 2 .*damaged.*generation 1/);
  assert.is(fs.readFileSync(aside!, 'utf8'), damaged);
  assert.is((await restore(lab)).code, 2, 'it stays a loss until something is saved');
  await lab.ok(['save']);
  assert.is((await restore(lab)).code, 0);
  assert.is(fs.readFileSync(aside!, 'utf8'), damaged, 'it is never deleted');
});

test('with every generation damaged, nothing is started and the exit code is 65, even the second time', async ({
  lab,
}) => {
  const { first, second } = await saveTwo(lab);
  fs.writeFileSync(first.file, '');
  fs.truncateSync(second.file, 40);
  for (const attempt of ['first', 'second']) {
    const { code, stderr, report } = await restore(lab);
    assert.is(code, 65, `${attempt}: ${stderr}`);
    assert.is(report, null);
    assert.match(stderr, /No generation of the snapshot.*nothing was started/);
    assert.equal([lab.processes(), await lab.list()], [[], []]);
  }
  const kept = fs.readdirSync(`${lab.home}/snapshots`);
  assert.is(kept.length, 2, kept.join());
});

test('save keeps ten generations', async ({ lab }) => {
  await lab.restore(lab.config([{ name: 'a', ...sleeper }]));
  for (let index = 0; index < 12; index += 1) await lab.ok(['save']);
  const infos = JSON.parse(await lab.ok(['save', '--list', '--json'])) as SnapshotInfo[];
  assert.equal(
    infos.map(({ generation }) => generation),
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
});

for (const source of ['the snapshot', 'the ledger']) {
  test(`after a reboot nothing starts by itself, and restore brings back ${source}; nobody is signalled`, async ({
    lab,
  }) => {
    // They note every signal that can be noted. Without the token they are, after the "reboot", strangers that
    // have the PIDs, and even the start ticks, of yesterday's claims.
    const script = lab.write(
      'wary.sh',
      `for name in TERM INT HUP CONT USR1; do trap "echo $name >> signalled" $name; done
      echo up; while :; do sleep 1000 & wait $!; done\n`,
    );
    const wary = {
      command: ['env', '-u', 'OPM_TOKEN', 'sh', script],
      ready: { log: '^up$' },
      stop: { timeout: '200ms' },
    };
    await lab.restore(
      lab.config([
        { name: 'db', ...wary },
        { name: 'api', ...wary, instances: 2, dependsOn: ['db'] },
      ]),
    );
    const strangers = (await lab.list()).map(({ pid }) => pid!);
    try {
      if (source === 'the snapshot') await lab.ok(['save']);
      await lab.killDaemon();
      lab.env.OPM_TEST_BOOT_ID = '11111111-2222-3333-4444-555555555555';

      const entries = await lab.list();
      assert.equal(
        entries.map(({ status, pid }) => [status, pid]),
        [0, 1, 2].map(() => ['stopped', null]),
      );
      const { code, stderr, report } = await restore(lab);
      assert.is(code, 0, stderr);
      assert.equal(report!.started.map(({ name, instance }) => `${name}:${instance}`).sort(), [
        ...['api:0', 'api:1', 'db:0'],
      ]);
      for (const { pid, status } of await lab.list())
        assert.ok(status === 'online' && !strangers.includes(pid!), `${pid} is new and ${status}`);
      assert.not.ok(fs.existsSync(`${lab.folder}/signalled`));
      await lab.ok(['stop', 'all']);
      assert.equal(
        strangers.filter((pid) => isAlive(pid)),
        strangers,
      );
    } finally {
      for (const pid of strangers) if (isAlive(pid)) process.kill(-pid, 'SIGKILL');
    }
  });
}

test.run();
