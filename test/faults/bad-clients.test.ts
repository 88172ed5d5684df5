import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fuzzCommands, fuzzConfigs, secondUser } from './bad-clients.ts';
import { fuzzSocket } from './fuzzed-socket.ts';
import { whyNoOtherUser } from './other-user.ts';
import { randomFrom, testSeed } from './random.ts';
import { Tally } from './tally.ts';

const seed = testSeed();
const random = randomFrom(seed);

test('any config file is valid or invalid, never a bug', async () => {
  const tally = new Tally();
  await fuzzConfigs(tally, { times: 25, random });
  assert.equal(tally.violations, []);
});

test('a command line of random words never causes a bug', async () => {
  const tally = new Tally();
  await fuzzCommands(tally, { times: 120, random });
  assert.equal(tally.violations, []);
});

test('requests that no client sends leave the daemon and its apps untouched', async () => {
  const tally = new Tally();
  await fuzzSocket(tally, { times: 200, seed });
  assert.is(tally.tries, 200);
  assert.equal(tally.violations, []);
});

const skipped = whyNoOtherUser();
const title = 'another user can neither read nor write anything in the home, nor reach the socket';
if (skipped === null) {
  test(title, async () => {
    const tally = new Tally();
    await secondUser(tally);
    assert.equal(tally.violations, []);
  });
} else {
  test.skip(`${title}: ${skipped}`, () => {});
}

test.run();
