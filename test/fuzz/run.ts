import { parseArgs } from 'node:util';
import { keepInput, readCorpus } from './corpus-files.ts';
import { Coverage } from './coverage.ts';
import { fuzz, tried } from './fuzz.ts';
import { seededRandom } from './mutate.ts';
import { fuzzFolder, fuzzTargets } from './targets.ts';

/**
 * Fuzzes for minutes: `npm run test:fuzz -- --minutes 10 [--target NAME] [--seed N]`. Inputs that reach new code are
 * added to the corpus, and so is one that breaks something, with which it ends.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    target: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
  },
});
const { folder, remove } = fuzzFolder();
const targets = fuzzTargets(folder).filter(
  ({ name }) => values.target === undefined || name === values.target,
);
if (targets.length === 0) throw new Error(`no target is named "${values.target}"`);
const seed = Number(values.seed);
const shareMs = (Number(values.minutes) * 60_000) / targets.length;
console.log(`seed ${seed}, ${Math.round(shareMs / 1000)} s for each of ${targets.length} targets`);
let failures = 0;
for (const target of targets) {
  const coverage = new Coverage();
  const corpus = [...target.seeds.map((text) => Buffer.from(text)), ...readCorpus(target.name)];
  // Twice: what an input ran shows only once another one did not run it.
  for (const input of [...corpus, ...corpus]) {
    await tried(target, input);
    coverage.news();
  }
  const [begun, parts] = [performance.now(), coverage.size];
  let [runs, added] = [0, 0];
  const finding = await fuzz(target, {
    corpus,
    coverage,
    random: seededRandom(seed),
    until: (count) => {
      runs = count;
      return performance.now() - begun < shareMs;
    },
    found: (input) => {
      keepInput(target.name, input);
      added += 1;
    },
  });
  console.log(
    `${target.name}: ${runs} inputs, ${added} joined, ${parts} → ${coverage.size} parts of the code`,
  );
  coverage.close();
  if (finding === null) continue;
  failures += 1;
  console.log(`  broken by ${keepInput(target.name, finding.input)}:`, finding.error);
}
remove();
process.exitCode = failures === 0 ? 0 : 1;
