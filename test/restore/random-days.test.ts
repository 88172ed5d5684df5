import fc from 'fast-check';
import { test } from 'uvu';
import { anyDay, RandomLife, type Step } from './random-days.ts';

/** Its end: what waits for an app that failed for good. */
const IN_VAIN: Step[] = [
  { do: 'behave', app: 'a', behaviour: { spawnFails: 'EAGAIN' } },
  { do: 'pass', ms: 1 },
  { do: 'behave', app: 'a', behaviour: { spawnFails: 'EACCES' } },
  { do: 'restore', apps: ['c', 'a'], version: 0, prune: false, keepGoing: true },
  { do: 'pass', ms: 1 },
  { do: 'start', app: 'a', count: 1 },
  { do: 'turn', turns: 3 },
];

/** A restore that is refused before it has a plan, after one that a killed daemon left open. */
const REFUSED: Step[] = [
  { do: 'turn', turns: 2 },
  { do: 'behave', app: 'a', behaviour: { obstacle: 'no such folder' } },
  { do: 'kill' },
  { do: 'restore', apps: ['a'], version: 1, prune: false, keepGoing: false },
  { do: 'pass', ms: 3000 },
];

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
    {
      numRuns: Number(process.env.OPM_RANDOM_DAYS ?? 60),
      examples: [[IN_VAIN], [REFUSED]],
      includeErrorInReport: true,
    },
  );
});

test.run();
