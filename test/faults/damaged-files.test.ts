import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DAMAGES, damageLedger, damageSnapshot, LOSSES, loseLedger, newerLedger } from './damaged-files.ts';
import { randomFrom, testSeed } from './random.ts';
import { Tally } from './tally.ts';

const random = randomFrom(testSeed());

/** A snapshot is one line: lines cannot be repeated or swapped there. */
const OF_ONE_LINE = Object.keys(DAMAGES).filter((title) => !/repeated|swapped/.test(title));

for (const title of Object.keys(DAMAGES)) {
  test(`a damaged ledger (${title}) loses nothing silently and starts nothing twice`, async () => {
    const tally = new Tally();
    await damageLedger(tally, title, random);
    assert.equal(tally.violations, []);
  });
}

for (const title of Object.keys(LOSSES)) {
  test(`nothing is started beside what runs on without its ${title}`, async () => {
    const tally = new Tally();
    await loseLedger(tally, title);
    assert.equal(tally.violations, []);
  });
}

test('a ledger of a newer version is refused and left untouched', async () => {
  const tally = new Tally();
  await newerLedger(tally);
  assert.equal(tally.violations, []);
});

for (const title of OF_ONE_LINE) {
  test(`a damaged snapshot (${title}) is kept, named and replaced by the one before it`, async () => {
    const tally = new Tally();
    await damageSnapshot(tally, title, random);
    assert.equal(tally.violations, []);
  });
}

test.run();
