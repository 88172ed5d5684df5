import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { breakLock, deleteHome, deleteRepeatedly } from './home-deleted.ts';
import { randomFrom, testSeed } from './random.ts';
import { Tally } from './tally.ts';

test('a home that is deleted under its daemon is recreated, and the apps keep running', async () => {
  const tally = new Tally();
  await deleteHome(tally);
  assert.equal(tally.violations, []);
});

test('a home that loses its lock many times is recreated each time', async () => {
  const tally = new Tally();
  await deleteRepeatedly(tally, { times: 15, random: randomFrom(testSeed()) });
  assert.equal(tally.violations, []);
  assert.is(tally.tries, 15);
});

test('a daemon whose home has another owner leaves the apps alone and exits', async () => {
  const tally = new Tally();
  await breakLock(tally);
  assert.equal(tally.violations, []);
});

test.run();
