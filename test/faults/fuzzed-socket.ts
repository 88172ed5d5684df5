import fc from 'fast-check';
import { homePaths } from '../../src/runtime/home.ts';
import { anything, pester } from '../daemon/transport/nearly-http.ts';
import { Lab } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import type { Tally } from './tally.ts';

/** So many at once, and after them a look at the daemon. */
const BATCH = 50;

/** Sends a real daemon what no client sends: it stays the same one, and its apps run on. */
export async function fuzzSocket(tally: Tally, options: { times: number; seed: number }): Promise<void> {
  const lab = new Lab();
  try {
    await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', instances: 2, minUptime: 0 }]));
    const daemon = daemonsOf(lab.home).join();
    const { socket } = homePaths(lab.home);
    const requests = fc.sample(anything, { numRuns: options.times, seed: options.seed });
    for (let from = 0; from < requests.length; from += BATCH) {
      const some = requests.slice(from, from + BATCH);
      await Promise.all(some.map((bytes, index) => pester(socket, bytes, index % 2 === 0)));
      const violations = await lookAtFleet(lab, { app: 2 });
      if (daemonsOf(lab.home).join() !== daemon) violations.push('another daemon runs');
      tally.tries += some.length;
      tally.violations.push(
        ...violations.map((violation) => `requests ${from} to ${from + some.length}: ${violation}`),
      );
    }
  } finally {
    await lab.end();
  }
}
