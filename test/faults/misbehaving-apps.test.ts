import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { misbehave } from './misbehaving-apps.ts';
import { Tally } from './tally.ts';

test('misbehaving apps are stopped completely, and the daemon is unaffected', async () => {
  const tally = new Tally();
  await misbehave(tally, { logBytes: 100_000_000 });
  assert.equal(tally.violations, []);
});

test.run();
