import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Deadlines } from '../../src/supervise/deadlines.ts';
import { whyNoMounts } from './small-disk.ts';
import { fillDisk, fillDuringRestore, readOnlyDisk } from './starved-disk.ts';
import { noDescriptors, noLogFolder, noProcesses, whyNoOtherUser } from './starved-limits.ts';
import { noMemory } from './starved-memory.ts';
import { Tally } from './tally.ts';

const ATTACKS: [string, string | null, (tally: Tally) => Promise<void>][] = [
  ['a full disk fails every command that writes, changes nothing, and passes', whyNoMounts(), fillDisk],
  [
    'a disk that a restored app fills takes the restore back, whole and for good',
    whyNoMounts(),
    fillDuringRestore,
  ],
  ['a read-only disk is named, and the apps run on', whyNoMounts(), readOnlyDisk],
  ['a daemon without descriptors says so, stays up, and recovers', null, noDescriptors],
  ['a daemon without memory says so or is replaced, and the apps run on', null, noMemory],
  ['a user without processes is told so, and the daemon recovers', whyNoOtherUser(), noProcesses],
  ['a log folder that cannot be written is named', whyNoOtherUser(), noLogFolder],
];

for (const [title, skipped, attack] of ATTACKS) {
  if (skipped !== null) {
    test.skip(`${title}: ${skipped}`, () => {});
    continue;
  }
  test(title, async () => {
    const tally = new Tally();
    await attack(tally);
    assert.equal(tally.violations, []);
    assert.ok(tally.tries > 0);
  });
}

test('setting the clock back delays nothing', async () => {
  const now = Date.now;
  const deadlines = new Deadlines();
  const begunMs = performance.now();
  try {
    await new Promise<void>((resolve) => {
      deadlines.after(30, resolve);
      Date.now = () => now() - 3_600_000;
    });
  } finally {
    Date.now = now;
  }
  assert.ok(performance.now() - begunMs < 20_000);
});

test.run();
