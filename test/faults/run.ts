/**
 * `npm run test:faults [-- --seed N] [--rounds N] [--only TEXT]`: the attacks for long. Prints the seed, a line for each
 * attack as it ends, and a table of tries and violations. Exits with 1 when a promise did not hold, or nothing was tried.
 */
import { parseArgs } from 'node:util';
import { ATTACKS, type AttackContext } from './attacks.ts';
import { randomFrom } from './random.ts';
import { Tally } from './tally.ts';

process.env.OPM_SUBJECT ??= 'executable';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1e9);
const rounds = Number(values.rounds ?? 1);
if (!Number.isSafeInteger(seed) || !(rounds > 0)) throw new Error('--seed and --rounds are positive numbers');
console.log(`seed ${seed}; play it again with: npm run test:faults -- --seed ${seed}`);

const rows: { attack: string; tries: number; violations: number; seconds: number }[] = [];
let failed = false;
for (const [index, { title, skipped, run }] of ATTACKS.entries()) {
  if (values.only !== undefined && !title.includes(values.only)) continue;
  const why = skipped?.() ?? null;
  if (why !== null) {
    console.log(`skipped ${title}: ${why}`);
    continue;
  }
  console.log(`begun   ${title}`);
  const tally = new Tally();
  const begunMs = performance.now();
  // A generator of its own, so that one attack can be played again without the others.
  const context: AttackContext = { tally, random: randomFrom(seed + index), seed: seed + index, rounds };
  try {
    await run(context);
  } catch (error) {
    tally.violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const seconds = Math.round((performance.now() - begunMs) / 1000);
  rows.push({ attack: title, tries: tally.tries, violations: tally.violations.length, seconds });
  const holds = tally.violations.length === 0 && tally.tries > 0;
  console.log(`${holds ? 'held   ' : 'BROKEN '} ${title} (${tally.tries} tries, ${seconds} s)`);
  if (!holds) console.log(`         alone: npm run test:faults -- --seed ${seed} --only "${title}"`);
  for (const note of tally.notes) console.log(`         ${note}`);
  for (const violation of tally.violations) console.log(`         ${violation}`);
  if (!holds) failed = true;
}
console.table(rows);
if (rows.length === 0)
  console.log(`None was made; there are:\n${ATTACKS.map(({ title }) => title).join('\n')}`);
process.exitCode = failed || rows.length === 0 ? 1 : 0;
