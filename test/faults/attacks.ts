import { whyNoNamespaces } from '../runtime/run-program.ts';
import { fuzzCommands, fuzzConfigs, secondUser } from './bad-clients.ts';
import { attackWithClients } from './client-model.ts';
import { DAMAGES, damageLedger, damageSnapshot, newerLedger } from './damaged-files.ts';
import { besideBusyLoops, forkTwice, leaveAmidExec, whyNoCompiler } from './escapes.ts';
import { forgeClaims } from './forged-memory.ts';
import { fuzzSocket } from './fuzzed-socket.ts';
import { breakLock, deleteHome, deleteRepeatedly } from './home-deleted.ts';
import { killClient, loseThread } from './kill-others.ts';
import { type Attempt, killAtMoment, killAtPoint, killInRecovery, STRUCK_POINTS } from './kill-points.ts';
import { runLockContention } from './lock-contention.ts';
import { ALL_PAIRS, runLockPairs } from './lock-pairs.ts';
import { restartForLong } from './long-life.ts';
import { misbehave } from './misbehaving-apps.ts';
import { raceFirstCommands, raceRestores } from './races.ts';
import { recyclePids } from './recycled-pids.ts';
import { whyNoMounts } from './small-disk.ts';
import { fillDisk, fillDuringRestore, readOnlyDisk } from './starved-disk.ts';
import { noDescriptors, noLogFolder, noProcesses, whyNoOtherUser } from './starved-limits.ts';
import { noMemory } from './starved-memory.ts';
import type { Tally } from './tally.ts';

export interface AttackContext {
  tally: Tally;
  random: () => number;
  seed: number;
  /** How many times as long as usual. */
  rounds: number;
}

export interface Attack {
  title: string;
  /** Why it cannot be made here, or `null`. */
  skipped?: () => string | null;
  run(context: AttackContext): Promise<void>;
}

/** The attacks of the long run; the number is that of the kind of attack. */
export const ATTACKS: Attack[] = [
  {
    title: '1 SIGKILL at every fault point',
    run: async ({ tally }) => {
      for (const point of STRUCK_POINTS) {
        for (const nth of [1, 2, 3, 5]) await count(tally, killAtPoint(point, nth));
      }
      for (const point of ['recovery.opened', 'recovery.adopted', 'recovery.before-serve'] as const) {
        await count(tally, killInRecovery(point));
      }
    },
  },
  {
    title: '1 SIGKILL at random moments',
    run: async ({ tally, random, rounds }) => {
      for (let time = 0; time < 1000 * rounds; time += 1) {
        await count(tally, killAtMoment(random() * 150, 1 + Math.floor(random() * 2)));
      }
    },
  },
  {
    title: '1 clients and spawner threads lost',
    run: async ({ tally, random, rounds }) => {
      for (let time = 0; time < 100 * rounds; time += 1) await killClient(tally, random() * 100);
      for (let time = 0; time < 10 * rounds; time += 1) await loseThread(tally);
    },
  },
  { title: '2 two first commands', run: ({ tally, rounds }) => raceFirstCommands(tally, 100 * rounds) },
  { title: '2 two restores of 30 apps', run: ({ tally, rounds }) => raceRestores(tally, 100 * rounds) },
  {
    title: '2 clients at random against a model',
    run: ({ tally, random, rounds }) =>
      attackWithClients(tally, { clients: 20, steps: 100 * rounds, random }),
  },
  {
    title: '3 contention for the lock',
    run: async ({ tally, seed, rounds }) => {
      const namespaces = whyNoNamespaces() === null ? 4 : 0;
      const acquisitions = 5000 * rounds;
      const summary = await runLockContention({ processes: 40, namespaces, acquisitions, seed });
      tally.tries += summary.acquisitions;
      tally.violations.push(...summary.violations);
    },
  },
  {
    title: '3 pairs of contenders, step by step',
    run: async ({ tally, seed }) => {
      const summary = await runLockPairs({ pairs: ALL_PAIRS, seed });
      tally.tries += summary.pairs;
      tally.violations.push(...summary.violations);
    },
  },
  {
    title: '4 recycled PIDs',
    skipped: whyNoNamespaces,
    run: ({ tally, seed, rounds }) =>
      recyclePids(tally, { seed, wraps: 200 * rounds, seconds: 300 * rounds }),
  },
  {
    title: '5 forged memory',
    run: async ({ tally, rounds }) => {
      for (let time = 0; time < 10 * rounds; time += 1) {
        await forgeClaims(tally, { stop: false });
        await forgeClaims(tally, { stop: true });
      }
    },
  },
  {
    title: '6 damaged files',
    run: async ({ tally, random, rounds }) => {
      await newerLedger(tally);
      for (let time = 0; time < 20 * rounds; time += 1) {
        for (const title of Object.keys(DAMAGES)) {
          await damageLedger(tally, title, random);
          if (!/repeated|swapped/.test(title)) await damageSnapshot(tally, title, random);
        }
      }
    },
  },
  {
    title: '7 starved disk',
    skipped: whyNoMounts,
    run: async ({ tally, rounds }) => {
      for (let time = 0; time < 5 * rounds; time += 1) {
        await fillDisk(tally);
        await fillDuringRestore(tally);
        await readOnlyDisk(tally);
      }
    },
  },
  {
    title: '7 no descriptors, no memory, home deleted',
    run: async ({ tally, random, rounds }) => {
      for (let time = 0; time < 5 * rounds; time += 1) {
        await noDescriptors(tally);
        await noMemory(tally);
        await deleteHome(tally);
        await breakLock(tally);
        await deleteRepeatedly(tally, { times: 30, random });
      }
    },
  },
  {
    title: '7 no processes, no log folder',
    skipped: whyNoOtherUser,
    run: async ({ tally, rounds }) => {
      for (let time = 0; time < 5 * rounds; time += 1) {
        await noProcesses(tally);
        await noLogFolder(tally);
      }
    },
  },
  { title: '8 apps that misbehave', run: ({ tally }) => misbehave(tally, { logBytes: 1e9 }) },
  {
    title: '8 double forks beside two busy loops',
    skipped: whyNoCompiler,
    run: ({ tally, rounds }) => besideBusyLoops(() => forkTwice(tally, 200 * rounds)),
  },
  {
    title: '8 children amid their exec beside two busy loops',
    run: ({ tally, rounds }) => besideBusyLoops(() => leaveAmidExec(tally, 200 * rounds)),
  },
  {
    title: '9 fuzzed configs and command lines',
    run: async ({ tally, random, rounds }) => {
      await fuzzConfigs(tally, { times: 1000 * rounds, random });
      await fuzzCommands(tally, { times: 3000 * rounds, random });
    },
  },
  {
    title: '9 a fuzzed socket',
    run: ({ tally, seed, rounds }) => fuzzSocket(tally, { times: 10_000 * rounds, seed }),
  },
  { title: '9 a second user', skipped: whyNoOtherUser, run: ({ tally }) => secondUser(tally) },
  {
    title: '10 long life',
    run: ({ tally, rounds }) => restartForLong(tally, { restarts: 100_000 * rounds, seconds: 1800 * rounds }),
  },
];

async function count(tally: Tally, attempt: Promise<Attempt>): Promise<void> {
  const { where, struck, violations } = await attempt;
  if (struck) tally.tries += 1;
  tally.violations.push(...violations.map((violation) => `${where}: ${violation}`));
}
