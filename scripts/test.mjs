/** `npm test`: installs what is missing, then runs the test runner with the same arguments. */
import { ensureInstalled } from './install.mjs';
import { DENO_RUN, main, ON_DENO, run } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  const flags = ON_DENO ? DENO_RUN : ['--import', './scripts/typescript.mjs'];
  return run(process.execPath, [...flags, 'test/run.ts', ...process.argv.slice(2)]);
});
