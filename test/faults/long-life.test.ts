import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { restartForLong } from './long-life.ts';
import { Tally } from './tally.ts';

test('5,000 restarts leave memory, descriptors, threads and the ledger flat', async () => {
  const tally = new Tally();
  await restartForLong(tally, { restarts: 5000, seconds: 120 });
  console.log(tally.notes.join('\n'));
  assert.equal(tally.violations, []);
});

test.run();
