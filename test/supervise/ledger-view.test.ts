import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeHomeSecret } from '../../src/runtime/files/home-secret.ts';
import { homePaths } from '../../src/runtime/home.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { signToken } from '../../src/supervise/kin/token-signer.ts';
import { showLedger, verifyLedger, wouldStart } from '../../src/supervise/ledger-view.ts';
import { AT, identityOf } from '../ledger/ledger-parts.ts';
import { FleetInMemory } from './fleet-in-memory.ts';

const onLinux = existsSync('/proc/self/environ') ? test : test.skip;

onLinux('only processes that still run after their ledger was deleted are reported', async () => {
  const home = mkdtempSync(join(tmpdir(), 'opm-lost-'));
  assert.equal(verifyLedger(home), { file: join(home, 'ledger.jsonl'), checked: 0, problems: [] });
  const secret = Buffer.alloc(32, 1);
  writeHomeSecret(homePaths(home).secret, secret);
  const token = signToken(secret, { home, id: 3 });
  const env = { PATH: process.env.PATH, OPM_HOME: home, OPM_TOKEN: token, OPM_ID: '3' };
  // As OPM starts it: what is in the session of somebody else is a copy.
  const child = spawn('sleep', ['60'], { env, stdio: 'ignore', detached: true });
  try {
    await new Promise((resolve) => child.once('spawn', resolve));
    // A process amid its exec shows nothing yet.
    const table = processTable();
    const giveUpAt = performance.now() + 5_000;
    while (table.environmentValue(child.pid!, 'OPM_TOKEN') !== token && performance.now() < giveUpAt);
    const problem = `Process ${child.pid} was started from this home, but no claim knows it`;
    assert.equal(verifyLedger(home).problems, [problem]);
  } finally {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true });
  }
});

/** A fleet in memory whose ledger is looked at from outside, as `opm ledger` does. */
async function fleetOf(names: string[]): Promise<{ fleet: FleetInMemory; home: string; ids: number[] }> {
  const fleet = new FleetInMemory();
  const ids = names.map((name) => fleet.define({ name }));
  await fleet.run(Promise.all(ids.map((id) => fleet.supervisor.start(id))));
  fleet.journal.flush();
  return { fleet, home: dirname(fleet.file), ids };
}

test('a ledger that agrees with the processes has no problems', async () => {
  const { fleet, home } = await fleetOf(['a', 'b']);
  assert.equal(verifyLedger(home, fleet.machine.table), { file: fleet.file, checked: 2, problems: [] });
  await fleet.close();
});

test('claims are compared with the processes, and each disagreement is one sentence', async () => {
  const { fleet, home, ids } = await fleetOf(['ended', 'twin', 'stopped', 'elsewhere']);
  const [, , stopped, elsewhere] = ids as [number, number, number, number];
  const claims = ids.map((id) => fleet.journal.state.instances.get(id)!.claim!);
  fleet.kill();
  const pids = claims.map(({ identity }) => identity.pid);
  fleet.machine.end(pids[0]!);
  const { identity } = claims[1]!;
  const claim = (id: number, token: string, change: object) =>
    ({
      op: 'claim',
      id,
      token,
      identity: { ...identity, ...change },
      logOffsets: { out: 0, err: 0 },
      at: AT,
    }) as const;
  const next = new FleetInMemory({ after: fleet });
  const double = next.define({ name: 'double' });
  next.journal.record([
    claim(double, 't-double', {}),
    { op: 'want', id: stopped, want: 'stopped' },
    claim(elsewhere, claims[3]!.token, { pid: pids[3], pidNamespace: '77' }),
  ]);
  next.journal.flush();
  assert.equal(verifyLedger(home, next.machine.table).problems.sort(), [
    `"double:0" and "twin:0" both claim process ${pids[1]}`,
    `"elsewhere:0" claims process ${pids[3]} of another PID namespace`,
    `"ended:0" claims process ${pids[0]}, which has ended`,
    `"stopped:0" is to be stopped, but its process ${pids[2]} lives`,
  ]);
  await next.close();
});

test('a second session with the token of an app is a second copy of it', async () => {
  const { fleet, home, ids } = await fleetOf(['a']);
  const { pid } = fleet.journal.state.instances.get(ids[0]!)!.claim!.identity;
  fleet.machine.kernel.addChild(pid);
  const copy = fleet.machine.living().find((found) => found.pid !== pid)!;
  assert.equal(verifyLedger(home, fleet.machine.table).problems, [], 'a child in its session');
  copy.session = copy.pid;
  assert.equal(verifyLedger(home, fleet.machine.table).problems, [
    `Process ${copy.pid} leads a session of its own with the token of process ${pid}`,
  ]);
  await fleet.close();
});

test('the ledger is shown without a daemon: what is wanted, what runs, what was about to happen', async () => {
  const { fleet, home, ids } = await fleetOf(['a']);
  const idle = fleet.define({ name: 'b', instance: 2 });
  fleet.journal.record([
    { op: 'intent', id: idle, token: 't', restart: false, at: AT },
    { op: 'stop', id: ids[0]!, afterwards: 'stay', at: AT },
  ]);
  fleet.journal.flush();
  const { file, damage, owner, openRestore, entries } = showLedger(home);
  assert.equal(
    { file, damage, owner, openRestore },
    { file: fleet.file, damage: [], owner: null, openRestore: null },
  );
  const shown = entries.map(({ name, instance, want, pid, online, starting, stopping, since }) => {
    return { name, instance, want, runs: pid !== null, online, starting, stopping, since };
  });
  const since = fleet.journal.state.instances.get(ids[0]!)!.claim!.at;
  assert.equal(shown, [
    {
      name: 'a',
      instance: 0,
      want: 'running',
      runs: true,
      online: true,
      starting: false,
      stopping: 'stay',
      since,
    },
    {
      name: 'b',
      instance: 2,
      want: 'running',
      runs: false,
      online: false,
      starting: true,
      stopping: null,
      since: AT,
    },
  ]);
  await fleet.close();
});

test('the next daemon starts something only in the same boot, and only what is wanted and not settled', async () => {
  const { fleet, home, ids } = await fleetOf(['a']);
  const { table } = fleet.machine;
  assert.is(wouldStart(join(home, 'nowhere'), table), false);
  assert.is(wouldStart(home, table), true);
  assert.is(wouldStart(home, { ...table, bootId: () => identityOf(1, { bootId: 'next' }).bootId }), false);
  fleet.journal.record([{ op: 'want', id: ids[0]!, want: 'stopped' }]);
  fleet.journal.flush();
  assert.is(wouldStart(home, table), false);
  await fleet.close();
});

test.run();
