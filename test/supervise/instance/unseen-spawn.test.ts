import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FleetInMemory } from '../fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('processes that ended before anybody saw them');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

for (const spawnUnseen of ['lost', 'unidentified'] as const) {
  test(`leftovers of a process that was ${spawnUnseen} during its spawn are ended`, async ({ fleet }) => {
    const id = fleet.define({}, { spawnUnseen, leavesChild: true });
    let livedAtRelease: number | null = null;
    const record = fleet.journal.record.bind(fleet.journal);
    fleet.journal.record = (facts) => {
      if (facts.some(({ op }) => op === 'release')) livedAtRelease = fleet.machine.living().length;
      record(facts);
    };
    const { ok } = await fleet.run(fleet.supervisor.start(id));
    assert.is(ok, false);
    assert.equal(fleet.machine.living(), []);
    assert.is(livedAtRelease, 0, 'as long as anything bears the token, the ledger knows it');
  });
}

test('if no process can exist, none is searched for', async ({ fleet }) => {
  const id = fleet.define({}, { spawnFails: 'ENOENT' });
  let looks = 0;
  const { table } = fleet.machine.kernel;
  const pids = table.pids.bind(table);
  table.pids = () => {
    looks += 1;
    return pids();
  };
  await fleet.run(fleet.supervisor.start(id));
  assert.is(looks, 0);
});

test.run();
