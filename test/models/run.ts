/**
 * `npm run test:model`: searches all states of every model in every size, and those of each mutation. Prints a line for
 * each search as it ends. Exits with 1 when a model does not hold, or when a mutation is not caught. Where the checker is not installed, says how to install it and exits with 0.
 */
import { basename } from 'node:path';
import { checkModel, type Finding, whyNoChecker } from './check-model.ts';
import { MODELS, mutationsOf } from './models.ts';

const missing = whyNoChecker();
if (missing === null) await searchAll();
else console.log(`skipped: ${missing}`);

async function searchAll(): Promise<void> {
  for (const model of MODELS) {
    const name = basename(model.file);
    for (const { title, defines } of [...model.searches, ...model.largeSearches]) {
      const found = await checkModel({ file: model.file, defines, thorough: true });
      report(found.violation === null, `${name}, ${title}`, found, found.violation ?? 'holds');
    }
    for (const mutation of mutationsOf(model)) {
      const size = model.otherSizes[mutation] ?? model.mutationSize;
      const found = await checkModel({ file: model.file, defines: [mutation, ...size], thorough: false });
      report(
        found.violation !== null,
        `${name}, ${mutation}`,
        found,
        found.violation === null ? 'is not caught' : 'caught',
      );
    }
  }
}

function report(isGood: boolean, what: string, { states, seconds }: Finding, how: string): void {
  console.log(`${isGood ? 'ok  ' : 'FAIL'} ${what}: ${how} (${states} states, ${seconds.toFixed(1)} s)`);
  if (!isGood) process.exitCode = 1;
}
