import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { whyNoNamespaces } from '../runtime/run-program.ts';
import { testSeed } from './random.ts';
import { recyclePids } from './recycled-pids.ts';
import { Tally } from './tally.ts';

const skipped = whyNoNamespaces();

if (skipped === null) {
  test('constantly reused PIDs are never mistaken for an earlier process', async () => {
    const tally = new Tally();
    await recyclePids(tally, { seed: testSeed(), wraps: 24, seconds: 25 });
    console.log(tally.notes.join('\n'));
    assert.equal(tally.violations, []);
  });
} else {
  test.skip(`constantly reused PIDs are never mistaken for an earlier process: ${skipped}`, () => {});
}

test.run();
