import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { killAtMoment, killAtPoint, killInRecovery, STRUCK_POINTS } from './kill-points.ts';
import { randomFrom } from './random.ts';

/** Some points are passed often; the first passage is rarely the one that hurts. */
const NTH: Partial<Record<(typeof STRUCK_POINTS)[number], number[]>> = {
  'journal.write': [1, 3, 5],
  'journal.written': [1, 2, 4],
  'start.intended': [1, 3],
  'start.spawned': [1, 2],
  'start.claimed': [1, 3],
  'spawn.after': [1, 2],
};

for (const point of STRUCK_POINTS) {
  test(`after a daemon is killed at ${point}, the next one converges`, async () => {
    for (const nth of NTH[point] ?? [1]) {
      const { struck, violations, where } = await killAtPoint(point, nth);
      assert.ok(struck, `${where} was passed`);
      assert.equal(violations, [], where);
    }
  });
}

for (const point of [
  'recovery.opened',
  'recovery.adopted',
  'recovery.before-serve',
  'journal.written',
] as const) {
  test(`a daemon killed twice in a row at ${point} of its recovery converges`, async () => {
    const { struck, violations, where } = await killInRecovery(point);
    assert.ok(struck, `${where} was passed`);
    assert.equal(violations, [], where);
  });
}

test('a daemon killed at random moments of a restore converges', async () => {
  const seed = Number(process.env.OPM_FAULT_SEED ?? Date.now() % 1e9);
  console.log(`seed ${seed} (OPM_FAULT_SEED)`);
  const random = randomFrom(seed);
  for (let time = 0; time < 12; time += 1) {
    const { violations, where } = await killAtMoment(random() * 120, 1 + Math.floor(random() * 2));
    assert.equal(violations, [], where);
  }
});

test.run();
