import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runLockPairs } from './lock-pairs.ts';

test('two contenders paused at any two steps, with a third one in between, never both own the home', async () => {
  const seed = Date.now() % 2 ** 32;
  console.log(`seed ${seed}`);
  const summary = await runLockPairs({ pairs: 20, seed });
  assert.is(summary.pairs, 20);
  assert.equal(summary.violations, []);
});

test.run();
