import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LivenessSpec } from '../../../src/config/keys/upkeep/liveness-keys.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';
import { cared } from './cared.ts';

const test = suite<{ fleet: FleetInMemory; close: () => void }>('liveness-carer');
test.before.each(async (context) => {
  context.fleet = new FleetInMemory();
  context.close = await cared(context.fleet);
});
test.after.each(async ({ fleet, close }) => {
  close();
  await fleet.close();
});

/** No check ever gets so far: the process is stopped before. */
const liveness: LivenessSpec = {
  check: { kind: 'tcp', timeoutMs: 1000, host: '127.0.0.1', port: 1 },
  everyMs: 1000,
  failures: 3,
};

test('a process that is stopped is given up after so many checks, by the restart policy', async ({
  fleet,
}) => {
  const id = fleet.define({ liveness }, { state: 'T' });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(2500);
  assert.is(fleet.supervisor.get(id).status, 'online');
  fleet.behave('api', { state: 'T' });
  await fleet.pass(700);
  const { restarts, causes, lastExit } = fleet.journal.state.instances.get(id)!;
  assert.equal([restarts, causes], [1, { liveness: 1 }]);
  assert.match(
    lastExit?.reason ?? '',
    /^failed its liveness check 3 times in a row: its process \d+ is stopped \(SIGSTOP\)$/,
  );
  // It counts as a crash: the next time it waits.
  await fleet.pass(2850);
  assert.is(fleet.supervisor.get(id).status, 'backoff');
});

test('a restart counts the checks anew, and what is stopped is not checked', async ({ fleet }) => {
  const id = fleet.define({ liveness }, { state: 'T' });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(2500);
  await fleet.run(fleet.supervisor.stop(id, 'start'));
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(2500);
  assert.is(fleet.supervisor.get(id).status, 'online');
  fleet.journal.record([{ op: 'want', id, want: 'stopped' }]);
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
  await fleet.turns();
  assert.is(fleet.machine.deadlines.size, 0);
});

test.run();
