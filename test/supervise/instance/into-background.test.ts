import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('apps that put themselves into the background');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

const forks = { endsAfterMs: 10, leavesChild: true };
const always: InstanceSpec['restart'] = {
  policy: 'always',
  backoffMs: [100, 30_000],
  maxRestarts: 1,
  windowMs: 60_000,
};
const argv = ['/usr/sbin/nginx'];

test('a start that fails because of it says so, with the remedy', async ({ fleet }) => {
  const id = fleet.define({ argv, minUptimeMs: 1000 }, forks);
  const { ok, reason } = await fleet.run(fleet.supervisor.start(id, { held: true }));
  assert.is(ok, false);
  assert.match(reason ?? '', /^put itself into the background .*left a process running.*daemon off;/);
  assert.equal(fleet.machine.living(), []);
  const [release] = fleet.facts().filter(({ op }) => op === 'release');
  assert.match((release?.op === 'release' && release.exit.reason) || '', 'put itself into the background');
  assert.match(fleet.notes.join('\n'), 'put itself into the background');
});

test('so does the one that gives up', async ({ fleet }) => {
  const id = fleet.define({ argv, minUptimeMs: 1000, restart: { ...always } }, forks);
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(5000);
  const { status, reason } = fleet.supervisor.get(id);
  assert.is(status, 'errored');
  assert.match(reason ?? '', /put itself into the background .*it ended again/);
});

test('a job is done, and the log says what it left behind', async ({ fleet }) => {
  const id = fleet.define({ argv, minUptimeMs: 1000, restart: { ...always, policy: 'never' } }, forks);
  assert.is((await fleet.run(fleet.supervisor.start(id))).ok, true);
  assert.match(fleet.notes.join('\n'), 'put itself into the background');
});

for (const [what, behaviour] of [
  ['fails', { ...forks, exitCode: 1 }],
  ['leaves nothing behind', { endsAfterMs: 10 }],
] as const) {
  test(`one that ${what} has not`, async ({ fleet }) => {
    const id = fleet.define({ argv, minUptimeMs: 1000 }, behaviour);
    const { reason } = await fleet.run(fleet.supervisor.start(id, { held: true }));
    assert.match(reason ?? '', /^exited with code/);
    assert.not.match(fleet.notes.join('\n'), 'background');
  });
}

test.run();
