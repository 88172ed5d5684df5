import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attackWithClients } from './client-model.ts';
import { raceFirstCommands, raceRestores } from './races.ts';
import { randomFrom, testSeed } from './random.ts';
import { Tally } from './tally.ts';

test('two first commands at once on an empty home result in one daemon', async () => {
  const tally = new Tally();
  await raceFirstCommands(tally, 4);
  assert.equal(tally.violations, []);
});

test('two restores of 30 apps at once leave exactly 30 alive', async () => {
  const tally = new Tally();
  await raceRestores(tally, 3);
  assert.equal(tally.violations, []);
});

test('20 clients with random commands leave the state that each of them expects', async () => {
  const tally = new Tally();
  await attackWithClients(tally, { clients: 20, steps: 5, random: randomFrom(testSeed()) });
  assert.equal(tally.violations, []);
});

test.run();
