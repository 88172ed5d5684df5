/**
 * `deno task compile [--output FILE]`: the standalone executable by way of `deno compile`, from the same `dist/`.
 *
 * It needs Deno's base runtime, which Deno fetches from its own site unless `DENORT_BIN` names a local one. With
 * any other program there (`DENORT_BIN=/bin/true`) everything but the result can be looked at: what would be
 * embedded is listed, the file does not run.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { HOST } from './bun.mjs';
import { denoBinary } from './deno.mjs';
import { executableEntries } from './entries.mjs';
import { koffiOf } from './koffi.mjs';
import { main, ROOT, run } from './project.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { output: { type: 'string' } } });
  await ensureBuilt();
  const dist = join(ROOT, 'dist');
  const [program, ...others] = /** @type {[string, ...string[]]} */ (executableEntries(dist));
  const code = await run(
    denoBinary(),
    [
      'compile',
      // Reading /proc takes all of them.
      '--allow-all',
      // dist/ has everything; with the project's own settings all of node_modules would go along.
      '--no-config',
      '--no-lock',
      '--node-modules-dir=none',
      '--no-check',
      `--output=${resolve(values.output ?? join(dist, 'opm'))}`,
      ...[...others, koffiOf(HOST)].map((file) => `--include=${file}`),
      program,
    ],
    { cwd: dist },
  );
  if (code !== 0 && process.env.DENORT_BIN === undefined) {
    console.error('Where the base runtime cannot be fetched, DENORT_BIN=<file> names a local one.');
  }
  return code;
});
