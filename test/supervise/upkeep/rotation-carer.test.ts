import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NOTHING_ROTATED, type RotationReport } from '../../../src/logs/rotation-job.ts';
import { CONTEXT } from '../../ledger/ledger-parts.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';
import { cared } from './cared.ts';

const test = suite<{ fleet: FleetInMemory; close: () => void; folder: string }>('rotation-carer');
test.before.each(async (context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), 'opm-rotation-'));
  context.fleet = new FleetInMemory();
  context.close = await cared(context.fleet);
});
test.after.each(async ({ fleet, close, folder }) => {
  close();
  await fleet.close();
  fs.rmSync(folder, { recursive: true });
});

const KB = 1024;

function logs(folder: string, rotation: { maxSize?: number; maxAgeMs?: number } = { maxSize: 100 * KB }) {
  return { out: join(folder, 'api.out.log'), err: join(folder, 'api.err.log'), rotation };
}

const grow = (path: string, bytes: number): void => fs.appendFileSync(path, Buffer.alloc(bytes, 'x'));
const emptying = (path: string, fleet: FleetInMemory): void => {
  fleet.machine.rotate = async () => {
    fs.truncateSync(path);
    const rotated: RotationReport['rotated'] = [{ path, generation: `${path}.1`, method: 'collapsed' }];
    return { ...NOTHING_ROTATED, rotated };
  };
};

test('a log that has grown to its size is rotated, with its rules; one below it is not', async ({
  fleet,
  folder,
}) => {
  const of = logs(folder);
  emptying(of.out, fleet);
  const id = fleet.define({ logs: of });
  await fleet.run(fleet.supervisor.start(id));
  grow(of.out, 99 * KB);
  await fleet.pass(30_000);
  assert.equal(fleet.machine.rotations, []);
  grow(of.out, 5 * KB);
  await fleet.pass(10_000);
  const rule = { maxSize: 100 * KB, keep: 10, maxAgeMs: null, compress: true };
  assert.equal(fleet.machine.rotations, [
    {
      logs: [
        { path: of.out, ...rule },
        { path: of.err, ...rule },
      ],
      force: false,
      budget: null,
    },
  ]);
  await fleet.pass(60_000);
  assert.is(fleet.machine.rotations.length, 1);
  assert.equal(fleet.notes, []);
});

test('a log that grows fast is looked at again before it is full', async ({ fleet, folder }) => {
  const of = logs(folder, { maxSize: 100 * KB });
  emptying(of.out, fleet);
  fleet.define({ logs: of });
  await fleet.pass(1000);
  // 20 KiB a second: the first look that knows the speed is 10 s later, and then it is full.
  for (let second = 0; second < 20; second += 1) {
    grow(of.out, 20 * KB);
    await fleet.pass(1000);
  }
  const early = fleet.machine.rotations.length;
  assert.ok(early >= 2 && early <= 4, String(early));
});

test('without a size, an age or a budget nothing is done', async ({ fleet, folder }) => {
  const of = { out: join(folder, 'a'), err: join(folder, 'b') };
  grow(of.out, 1000 * KB);
  fleet.define({ logs: of });
  await fleet.pass(7_200_000);
  assert.equal(fleet.machine.rotations, []);
});

test('with an age, old files are looked for once an hour', async ({ fleet, folder }) => {
  fleet.define({ logs: logs(folder, { maxAgeMs: 1000 }) });
  await fleet.pass(100_000);
  assert.is(fleet.machine.rotations.length, 1);
  await fleet.pass(3_600_000);
  assert.is(fleet.machine.rotations.length, 2);
});

test('a budget is kept over the logs of all apps, also those without a size', async ({ fleet, folder }) => {
  const budget = 1024 * KB;
  const of = { out: join(folder, 'a'), err: join(folder, 'b') };
  fleet.machine.rotate = async () => ({ ...NOTHING_ROTATED, usedBytes: 500 * KB });
  fleet.define({ logs: of });
  const { settings } = CONTEXT;
  const context = { ...CONTEXT, settings: { ...settings, logBudget: budget } };
  const steps = { define: [], start: [], replace: [], stop: [] };
  const at = new Date(0).toISOString();
  fleet.journal.record([
    { op: 'begin', restore: 'r', context, steps, keepGoing: false, at },
    { op: 'commit', restore: 'r', at },
  ]);
  await fleet.pass(1000);
  assert.is(fleet.machine.rotations.length, 1, 'what there is already is counted once');
  grow(of.err, 500 * KB);
  await fleet.pass(60_000);
  assert.is(fleet.machine.rotations.length, 1);
  grow(of.err, 100 * KB);
  await fleet.pass(10_500);
  assert.is(fleet.machine.rotations.length, 2);
  assert.is(fleet.machine.rotations[1]!.budget, budget);
  assert.is(fleet.machine.rotations[1]!.logs[0]!.maxSize, null);
});

test('a log that cannot be rotated is reported once, and tried again a minute later', async ({
  fleet,
  folder,
}) => {
  const of = logs(folder);
  fleet.machine.rotate = async () => ({
    ...NOTHING_ROTATED,
    problems: [{ path: of.out, message: 'ENOSPC: no space left on device' }],
  });
  fleet.define({ logs: of });
  grow(of.out, 200 * KB);
  await fleet.pass(59_000);
  assert.is(fleet.machine.rotations.length, 1);
  await fleet.pass(120_000);
  assert.is(fleet.machine.rotations.length, 3);
  assert.equal(fleet.notes, [`"${of.out}" could not be rotated: ENOSPC: no space left on device`]);
});

test('a log whose lock somebody holds is not tried without pause', async ({ fleet, folder }) => {
  const of = logs(folder);
  fleet.define({ logs: of });
  grow(of.out, 200 * KB);
  await fleet.pass(60_000);
  assert.ok(fleet.machine.rotations.length <= 7, String(fleet.machine.rotations.length));
});

test('the log that a starting app is watched by is left alone until the app is ready', async ({
  fleet,
  folder,
}) => {
  const of = logs(folder);
  const ready = { kind: 'log', timeoutMs: 600_000, pattern: 'never' } as const;
  const id = fleet.define({ logs: of, ready });
  grow(of.out, 200 * KB);
  void fleet.supervisor.start(id);
  await fleet.pass(5000);
  assert.is(fleet.supervisor.get(id).status, 'starting');
  const sizes = fleet.machine.rotations.map((job) => job.logs[0]!.maxSize);
  assert.equal([...new Set(sizes)], sizes.length === 0 ? [] : [null]);
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
});

test.run();
