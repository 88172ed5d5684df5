import { readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExitWatch } from '../../../src/runtime/native/exit-watch/exit-watch.ts';
import { linuxFrom, nativeHere, orphan, within } from './process-parts.ts';

const native = nativeHere();
const { pidfds, readEnd } = native;
const close = native.descriptors?.close ?? (() => {});

const all = suite<{ watch: ExitWatch }>('a watch for ends');
all.before.each((context) => {
  context.watch = native.watchExits((error) => {
    throw error;
  })!;
});
all.after.each(({ watch }) => watch.close());
const test = linuxFrom(5, 3) ? all : all.skip;

/** Watches the process; each promise resolves with the order in which it was told. */
function watched(watch: ExitWatch, pid: number) {
  const pidfd = pidfds!.open(pid);
  const told: string[] = [];
  let remove = () => {};
  const ended = new Promise<void>((resolve) => {
    remove = watch.add(pidfd, {
      ended: () => {
        told.push('ended');
        resolve();
      },
      reaped: () => {
        told.push('reaped');
        reapedNow();
      },
    });
  });
  let reapedNow = () => {};
  const reaped = new Promise<void>((resolve) => {
    reapedNow = resolve;
  });
  const release = () => {
    remove();
    close(pidfd);
  };
  return { pidfd, ended, reaped, told, release };
}

test('reports the exit of a process that is not our child', async ({ watch }) => {
  const pid = await orphan('exec sleep 1000');
  const target = watched(watch, pid);
  pidfds!.signal(target.pidfd, 'SIGKILL', 'process');
  await within(target.ended, 'the end');
  target.release();
});

test('reports a process that exited before it was watched', async ({ watch }) => {
  const pid = await orphan('exec sleep 1000');
  const first = watched(watch, pid);
  pidfds!.signal(first.pidfd, 'SIGKILL', 'process');
  await within(first.ended, 'the end');
  const again = new Promise<void>((resolve) => {
    const copy = pidfds!.copyDescriptor(pidfds!.open(process.pid), first.pidfd);
    watch.add(copy, { ended: resolve, reaped() {} });
  });
  await within(again, 'the end for who came late');
  first.release();
});

(linuxFrom(6, 15) ? test : all.skip)(
  'the exit code is known once its parent has reaped it',
  async ({ watch }) => {
    const pid = await orphan('read line < /dev/null; exit 42');
    let target: ReturnType<typeof watched>;
    try {
      target = watched(watch, pid);
    } catch {
      return; // It has ended and was reaped before it could be looked at.
    }
    await within(target.reaped, 'its reaping');
    assert.equal(target.told, ['ended', 'reaped']);
    assert.equal(readEnd!(target.pidfd), { code: 42, signal: null });
    target.release();
  },
);

(linuxFrom(6, 15) ? test : all.skip)('so is the signal', async ({ watch }) => {
  const target = watched(watch, await orphan('exec sleep 1000'));
  assert.is(readEnd!(target.pidfd), null);
  pidfds!.signal(target.pidfd, 'SIGTERM', 'process');
  await within(target.reaped, 'its reaping');
  assert.equal(readEnd!(target.pidfd), { code: null, signal: 'SIGTERM' });
  target.release();
});

test('reports many simultaneous exits', async ({ watch }) => {
  const pids = await Promise.all(Array.from({ length: 50 }, () => orphan('exec sleep 1000')));
  const processes = pids.map((pid) => watched(watch, pid));
  for (const { pidfd } of processes) pidfds!.signal(pidfd, 'SIGKILL', 'process');
  await within(Promise.all(processes.map(({ ended }) => ended)), 'the end of all');
  for (const { release } of processes) release();
});

test('reports nothing that is no longer watched', async ({ watch }) => {
  const pid = await orphan('exec sleep 1000');
  const other = watched(watch, await orphan('exec sleep 1000'));
  const pidfd = pidfds!.open(pid);
  let told = 0;
  const remove = watch.add(pidfd, { ended: () => (told += 1), reaped: () => (told += 1) });
  remove();
  pidfds!.signal(pidfd, 'SIGKILL', 'process');
  pidfds!.signal(other.pidfd, 'SIGKILL', 'process');
  await within(other.ended, 'the end of the other');
  assert.is(told, 0);
  other.release();
  close(pidfd);
});

test('a closed watch leaves no thread and no descriptor', async () => {
  const threads = () => readdirSync('/proc/self/task').length;
  // Deno 2.9.5 itself loses two descriptors with each thread that has ended.
  const descriptors = () => (process.versions.deno === undefined ? readdirSync('/proc/self/fd').length : 0);
  const lost: Error[] = [];
  const round = async () => {
    const watch = native.watchExits((error) => lost.push(error))!;
    const target = watched(watch, await orphan('exec sleep 1000'));
    pidfds!.signal(target.pidfd, 'SIGKILL', 'process');
    await within(target.ended, 'the end');
    target.release();
    await within(watch.close(), 'the end of the thread');
  };
  await round();
  const before = [threads(), descriptors()];
  for (let times = 0; times < 3; times += 1) await round();
  // The system takes a moment to end a thread that the runtime has let go; one that is kept never ends.
  const giveUpAt = performance.now() + 10_000;
  while (threads() > before[0]! && performance.now() < giveUpAt) await new Promise(setImmediate);
  assert.ok(threads() <= before[0]!, `${threads()} threads, ${before[0]} before`);
  assert.ok(descriptors() <= before[1]!, `${descriptors()} descriptors, ${before[1]} before`);
  assert.equal(lost, []);
});

all.run();
