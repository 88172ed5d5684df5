/** `npm run bench`: rebuilds what is out of date, then runs the benchmark harness. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { main, ROOT, run, runOrThrow } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const executable = join(ROOT, 'dist/opm');
  const built = join(ROOT, 'dist/cli.mjs');
  if (!existsSync(executable) || statSync(executable).mtimeMs < statSync(built).mtimeMs)
    await runOrThrow('Compiling', process.execPath, ['scripts/compile.mjs', '--as-built']);
  return run(process.execPath, [
    '--import',
    './scripts/typescript.mjs',
    'test/bench/main.ts',
    ...process.argv.slice(2),
  ]);
});
