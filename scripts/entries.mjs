import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Started by name at run time, so no compiler finds them by following imports. */
const PROGRAMS = ['cli.mjs', 'entry/worker.js', 'spawn-task.mjs', 'hook-task.mjs', 'exit-watch-thread.mjs'];

/**
 * The files of `dist/` that an executable must be told to embed, the program itself first. Their imports, including
 * the first-party plugins, follow automatically.
 *
 * @param {string} dist
 */
export function executableEntries(dist) {
  const missing = PROGRAMS.find((entry) => !existsSync(join(dist, entry)));
  if (missing !== undefined) throw new Error(`dist/${missing} is missing: the build did not produce it`);
  return PROGRAMS;
}
