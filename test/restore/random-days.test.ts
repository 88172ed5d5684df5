import fc from 'fast-check';
import { test } from 'uvu';
import { anyDay, RandomLife } from './random-days.ts';

test('whatever happens, each instance has one process, nothing precedes its ledger entry, and a restore is all or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(anyDay, async (day) => {
      const life = new RandomLife();
      try {
        await life.take({ do: 'restore', apps: ['a', 'b'], version: 0, prune: false, keepGoing: false });
        for (const step of day) await life.take(step);
        await life.settle();
        if (life.violations.length > 0) throw new Error(life.violations.join('\n'));
      } finally {
        await life.end();
      }
    }),
    { numRuns: Number(process.env.OPM_RANDOM_DAYS ?? 60), includeErrorInReport: true },
  );
});

test.run();
