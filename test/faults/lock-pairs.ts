/**
 * Attack: two contenders, each stopped at a step of taking the lock, for every pair of steps and both orders of going
 * on, while a third one tries in between. At most one may hold the lock at any time, and one must in the end.
 *
 * Alone: `node --import ./scripts/typescript.mjs test/faults/lock-pairs.ts [--pairs 1000] [--seed N]`
 */
import { join } from 'node:path';
import { readLockOwner, tryAcquireLock } from '../../src/ledger/lock/lock.ts';
import type { FaultPointName } from '../../src/runtime/fault-point.ts';
import { killPrograms } from '../runtime/run-program.ts';
import {
  ACQUISITION,
  goOn,
  removeScene,
  type Scene,
  setScene,
  startContender,
  stoppedOr,
} from './lock-scenes.ts';
import { randomFrom } from './random.ts';

const SCENES: Scene[] = ['free', 'dead owner', 'dead heir', 'damaged', 'left-overs'];
const STEPS = Object.keys(ACQUISITION) as FaultPointName[];
const ENDS = ['go on', 'die'] as const;

interface Pair {
  scene: Scene;
  first: FaultPointName;
  second: FaultPointName;
  /** What becomes of the first one before the second one goes on. */
  end: (typeof ENDS)[number];
}

const ALL: Pair[] = SCENES.flatMap((scene) =>
  STEPS.flatMap((first) => STEPS.flatMap((second) => ENDS.map((end) => ({ scene, first, second, end })))),
);

/** How many pairs there are. */
export const ALL_PAIRS = ALL.length;

/**
 * @param options.pairs how many of the pairs, taken at random
 * @param options.scenes what the contenders find; all of them where absent
 */
export async function runLockPairs(options: {
  pairs: number;
  seed: number;
  scenes?: Scene[];
}): Promise<{ seed: number; pairs: number; violations: string[] }> {
  const random = randomFrom(options.seed);
  const { scenes = SCENES } = options;
  const left = ALL.filter(({ scene }) => scenes.includes(scene));
  const violations: string[] = [];
  let pairs = 0;
  for (; pairs < options.pairs && left.length > 0; pairs += 1) {
    const [pair] = left.splice(Math.floor(random() * left.length), 1);
    for (const violation of await runPair(pair!))
      violations.push(`${Object.values(pair!).join(', ')}: ${violation}`);
  }
  return { seed: options.seed, pairs, violations };
}

async function runPair({ scene, first, second, end }: Pair): Promise<string[]> {
  const violations: string[] = [];
  const home = setScene(scene);
  const contend = (step: FaultPointName) => {
    const running = startContender(home, `${step}:pause`, 'bun');
    running.send('acquire');
    // Killed while it is stopped, it says nothing.
    const outcome = running.nextLine().then(
      (line) => JSON.parse(line) as { acquired?: boolean; owner: { nonce: string } | null },
      () => null,
    );
    return { running, outcome };
  };
  const owners: string[] = [];
  const note = (outcome: { acquired?: boolean; owner: { nonce: string } | null } | null | 'stopped') => {
    if (outcome === null || outcome === 'stopped') return;
    if (outcome.acquired === undefined) violations.push(`an error: ${JSON.stringify(outcome)}`);
    if (outcome.acquired === true) owners.push(outcome.owner!.nonce);
  };
  // One after the other, so that the second one meets what the first one has left when it was stopped.
  const one = contend(first);
  const firstThere = await stoppedOr(one.running, one.outcome);
  const two = contend(second);
  const secondThere = await stoppedOr(two.running, two.outcome);
  const third = await tryAcquireLock({ home, socket: join(home, 'opm-33333333.sock') });
  if (third.acquired) owners.push(third.lock.owner.nonce);

  if (firstThere === 'stopped') {
    if (end === 'die') await killPrograms([one.running]);
    else goOn(one.running);
  }
  note(await one.outcome);
  if (secondThere === 'stopped') goOn(two.running);
  note(await two.outcome);
  if (owners.length > 1) violations.push(`${owners.length} of them took it`);

  // Whoever is alive holds it, or it can be had.
  const last = await tryAcquireLock({ home, socket: join(home, 'opm-44444444.sock') });
  if (last.acquired && owners.length > 0) violations.push('it could be taken from a live owner');
  if (!last.acquired && owners.length === 0) violations.push(`nobody took it, and yet: ${last.why}`);
  const holder = readLockOwner(home)?.nonce;
  if (!last.acquired && holder !== owners[0]) violations.push('the lock file names another than the owner');
  await killPrograms([one.running, two.running]);
  removeScene(home);
  return violations;
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1])) {
  const option = (name: string, otherwise: number) => {
    const at = process.argv.indexOf(`--${name}`);
    return at === -1 ? otherwise : Number(process.argv[at + 1]);
  };
  const summary = await runLockPairs({
    pairs: option('pairs', ALL.length),
    seed: option('seed', Date.now() % 2 ** 32),
  });
  console.log(summary);
  process.exitCode = summary.violations.length > 0 ? 1 : 0;
}
