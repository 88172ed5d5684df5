import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { killClient, loseThread } from './kill-others.ts';
import { randomFrom, testSeed } from './random.ts';
import { Tally } from './tally.ts';

test('a restore whose client is killed finishes by itself', async () => {
  const tally = new Tally();
  const random = randomFrom(testSeed());
  for (let time = 0; time < 6; time += 1) await killClient(tally, random() * 80);
  assert.equal(tally.violations, []);
});

test('a lost spawner thread neither loses nor duplicates a process', async () => {
  const tally = new Tally();
  await loseThread(tally);
  assert.equal(tally.violations, []);
});

test.run();
