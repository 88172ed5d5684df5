import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { identityOf } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { openEndWatch } from '../../../src/supervise/adoption/end-watch.ts';
import { openProcessHolds } from '../../../src/supervise/adoption/process-holds.ts';
import { Deadlines } from '../../../src/supervise/deadlines.ts';
import { linuxFrom, nativeHere, orphan, within } from '../../runtime/native/process-parts.ts';

const onLinux = linuxFrom(5, 3) ? test : test.skip;

onLinux('the exit of a process that is not our child is reported once, without polling', async () => {
  const native = nativeHere();
  const table = processTable();
  const deadlines = new Deadlines();
  const holds = openProcessHolds({ native, table })!;
  const watch = openEndWatch({ native, holds, deadlines })!;
  const pid = await orphan('exec sleep 1000');
  const identity = identityOf(table, pid)!;
  holds.hold(identity);
  let told = 0;
  const gone = new Promise((resolve) => {
    const listener = {
      gone: (end: unknown) => {
        told += 1;
        resolve(end);
      },
      lost: () => {},
      isPatient: () => false,
    };
    assert.ok(watch.add(identity, listener) !== null);
  });
  const pidfd = native.pidfds!.open(pid);
  native.pidfds!.signal(pidfd, 'SIGKILL', 'process');
  const end = await within(gone, 'the end');
  // Its parent may take its time to reap it: then nobody knows how it ended.
  if (end !== null) assert.equal(end, { code: null, signal: 'SIGKILL' });
  await watch.close();
  holds.release(identity);
  native.descriptors!.close(pidfd);
  assert.is(told, 1);
});

onLinux('a reused PID is not mistaken for the original process', async () => {
  const native = nativeHere();
  const table = processTable();
  const holds = openProcessHolds({ native, table })!;
  const watch = openEndWatch({ native, holds, deadlines: new Deadlines() })!;
  const own = identityOf(table, process.pid)!;
  const older = { ...own, startTicks: own.startTicks - 1 };
  holds.hold(older);
  assert.is(watch.add(older, { gone: () => {}, lost: () => {}, isPatient: () => false }), null);
  await watch.close();
  holds.release(older);
  assert.is(holds.size, 0);
});

const onLinuxWithCodes = linuxFrom(6, 15) ? test : test.skip;

for (const isPatient of [true, false]) {
  const what = isPatient ? 'is waited for' : 'is not waited for';
  onLinuxWithCodes(`the exit code of a process whose parent reaps it late ${what}`, async () => {
    const native = nativeHere();
    const table = processTable();
    const deadlines = new Deadlines();
    const holds = openProcessHolds({ native, table })!;
    const watch = openEndWatch({ native, holds, deadlines })!;
    native.subreaper!.become();
    const pid = await orphan('exec sleep 1000');
    const identity = identityOf(table, pid)!;
    holds.hold(identity);
    const gone = new Promise((resolve) => {
      assert.ok(watch.add(identity, { gone: resolve, lost: () => {}, isPatient: () => isPatient }) !== null);
    });
    process.kill(pid, 'SIGKILL');
    // Impatient, it tells before its parent has reaped it.
    const reap = () => native.subreaper!.reap(pid);
    const reaped = (isPatient ? deadlines.pause(200) : gone).then(reap);
    assert.equal(await within(gone, 'the end'), isPatient ? { code: null, signal: 'SIGKILL' } : null);
    assert.equal(await reaped, { code: null, signal: 'SIGKILL' });
    await watch.close();
    holds.release(identity);
  });
}

test.run();
