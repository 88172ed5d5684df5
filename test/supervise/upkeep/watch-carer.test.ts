import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WatchSpec } from '../../../src/config/keys/upkeep/watch-keys.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';
import { cared } from './cared.ts';

interface Context {
  fleet: FleetInMemory;
  folder: string;
  close: () => void;
  watch: (action: WatchSpec['action']) => { watch: WatchSpec };
  change: () => Promise<void>;
}

const DELAY_MS = 200;

const test = suite<Context>('watch-carer');
test.before.each(async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-watched-'));
  const fleet = new FleetInMemory();
  Object.assign(context, { folder, fleet, close: await cared(fleet) });
  context.watch = (action) => ({ watch: { paths: [folder], ignore: [], delayMs: DELAY_MS, action } });
  context.change = () => change(fleet, join(folder, 'app.js'));
});
test.after.each(async ({ fleet, folder, close }) => {
  close();
  await fleet.close();
  rmSync(folder, { recursive: true });
});

/** Writes until the watch, which takes a while to begin, has noticed; then lets its delay pass. */
async function change(fleet: FleetInMemory, file: string): Promise<void> {
  const { deadlines } = fleet.machine;
  const giveUpAt = performance.now() + 10_000;
  const before = deadlines.size;
  for (let writes = 1; deadlines.size === before; writes += 1) {
    assert.ok(performance.now() < giveUpAt, 'the change is noticed');
    writeFileSync(file, String(writes));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await fleet.pass(DELAY_MS + 1);
}

const pidOf = (fleet: FleetInMemory, id: number) => fleet.supervisor.get(id).alive?.identity.pid;

test('a change restarts all instances of the app, and the log says what changed once', async ({
  fleet,
  folder,
  watch,
  change,
}) => {
  const ids = [0, 1].map((instance) => fleet.define({ ...watch('restart'), instance }));
  await fleet.run(Promise.all(ids.map((id) => fleet.supervisor.start(id))));
  const before = ids.map((id) => pidOf(fleet, id));
  await change();
  await fleet.pass(100);
  ids.forEach((id, index) => {
    assert.is.not(pidOf(fleet, id), before[index]);
    const { causes, lastExit } = fleet.journal.state.instances.get(id)!;
    assert.equal(causes, { watch: 1 });
    assert.match(lastExit?.reason ?? '', `saw "${join(folder, 'app.js')}"`);
  });
  assert.is(fleet.notes.filter((note) => note.includes('changed')).length, 1);
});

test('with "reload", one instance follows another', async ({ fleet, watch, change }) => {
  const ready = { kind: 'fd', fd: 3, timeoutMs: 60_000 } as const;
  const ids = [0, 1].map((instance) =>
    fleet.define({ ...watch('reload'), ready, instance }, { readyAfterMs: 1000 }),
  );
  await fleet.run(Promise.all(ids.map((id) => fleet.supervisor.start(id))));
  await change();
  await fleet.pass(100);
  assert.equal(ids.map((id) => fleet.supervisor.get(id).status).sort(), ['online', 'starting']);
  await fleet.pass(3000);
  assert.is(fleet.machine.spawned.length, 4);
});

test('with a signal, the process is told and lives on', async ({ fleet, watch, change }) => {
  const id = fleet.define(watch('SIGHUP'), { ignoresSigterm: true, unkillable: true });
  await fleet.run(fleet.supervisor.start(id));
  const before = pidOf(fleet, id);
  await change();
  assert.is(pidOf(fleet, id), before);
  assert.equal(
    fleet.machine.signals.map(({ signal, group }) => [signal, group]),
    [['SIGHUP', false]],
  );
});

test('an app that crashed until OPM gave up is started again', async ({ fleet, watch, change }) => {
  const restart = { policy: 'always', backoffMs: [100, 100], maxRestarts: 1, windowMs: 60_000 } as const;
  const id = fleet.define(
    { ...watch('restart'), restart: { ...restart, backoffMs: [100, 100] } },
    { endsAfterMs: 10, exitCode: 1 },
  );
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(5000);
  assert.is(fleet.supervisor.get(id).status, 'errored');
  fleet.behave('api', {});
  await change();
  await fleet.pass(100);
  assert.is(fleet.supervisor.get(id).status, 'online');
});

test('what was stopped is not started, and nothing of it is watched', async ({
  fleet,
  folder,
  watch,
  change,
}) => {
  const id = fleet.define(watch('restart'));
  const other = fleet.define({ ...watch('restart'), name: 'other' });
  await fleet.run(Promise.all([id, other].map((one) => fleet.supervisor.start(one))));
  fleet.journal.record([{ op: 'want', id, want: 'stopped' }]);
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
  await change();
  await fleet.pass(100);
  assert.is(fleet.supervisor.get(id).status, 'stopped');
  const about = fleet.notes.filter((note) => note.includes(folder));
  assert.ok(about.length > 0 && about.every((note) => note.startsWith('"other"')), about.join('\n'));
});

test.run();
