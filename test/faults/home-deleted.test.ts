import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { breakLock, deleteHome } from './home-deleted.ts';
import { Tally } from './tally.ts';

test('a home that is deleted under its daemon is made anew, and the apps run on', async () => {
  const tally = new Tally();
  await deleteHome(tally);
  assert.equal(tally.violations, []);
});

test('a daemon whose home has another owner leaves the apps alone and ends', async () => {
  const tally = new Tally();
  await breakLock(tally);
  assert.equal(tally.violations, []);
});

test.run();
