import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { whyNoNamespaces } from '../runtime/run-program.ts';
import { testSeed } from './random.ts';
import { recyclePids } from './recycled-pids.ts';
import { Tally } from './tally.ts';

const skipped = whyNoNamespaces();

if (skipped === null) {
  test('PIDs that come back all the time are never taken for a process of before', async () => {
    const tally = new Tally();
    await recyclePids(tally, { seed: testSeed(), wraps: 24, seconds: 25 });
    console.log(tally.notes.join('\n'));
    assert.equal(tally.violations, []);
  });
} else {
  test.skip(`PIDs that come back all the time are never taken for a process of before: ${skipped}`, () => {});
}

test.run();
