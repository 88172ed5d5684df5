import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Started by name at run time, so that no compiler finds them by following imports. */
const PROGRAMS = ['cli.mjs', 'entry/worker.js', 'spawn-task.mjs', 'hook-task.mjs', 'exit-watch-thread.mjs'];

/**
 * The files of `dist/` that an executable must be told to embed, the program itself first. What they import,
 * the first-party plugins among it, follows by itself.
 *
 * @param {string} dist
 */
export function executableEntries(dist) {
  const missing = PROGRAMS.find((entry) => !existsSync(join(dist, entry)));
  if (missing !== undefined) throw new Error(`dist/${missing} is missing: the build did not make it`);
  return PROGRAMS;
}
