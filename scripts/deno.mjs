/**
 * Runs Deno with the arguments given, after installing what is missing: `node scripts/deno.mjs check src`.
 *
 * The tasks of deno.json start this with the word `node`, which Deno's task shell runs with Deno itself where
 * there is no Node. The word `deno` cannot be used there: it finds the program of the npm package of that name,
 * which is no script and which the shell takes for one.
 */
import { readlinkSync } from 'node:fs';
import { ensureInstalled } from './install.mjs';
import { main, ON_DENO, ROOT, run } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  return run(denoOfTask(), process.argv.slice(2));
});

/** The Deno whose task this is: this one, or the one that started Node; else the one among the packages. */
function denoOfTask() {
  if (ON_DENO) return process.execPath;
  try {
    const parent = readlinkSync(`/proc/${process.ppid}/exe`);
    if (/deno[^/]*$/.test(parent)) return parent;
  } catch {
    // Not Linux, or started by a shell.
  }
  return `${ROOT}/node_modules/deno/deno`;
}
