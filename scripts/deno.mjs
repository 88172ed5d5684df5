/**
 * Runs Deno with the given arguments, after installing what is missing: `node scripts/deno.mjs check src`.
 *
 * The tasks in deno.json start this with the word `node`, which Deno's task shell runs with Deno itself if there is
 * no Node. They cannot use the word `deno`: it finds the program of the npm package with that name, which the shell
 * mistakes for a script.
 */
import { existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { isMain, main, ON_DENO, ROOT, run } from './project.mjs';

/** The Deno that runs this task: this one, or the one that started Node; else the one among the packages. */
export function denoBinary() {
  if (ON_DENO) return process.execPath;
  const parent = parentProgram();
  if (parent !== null && /deno[^/]*$/.test(parent)) return parent;
  const moved = join(ROOT, 'node_modules/deno/deno');
  const { platform, arch } = process;
  const carried = platform === 'linux' ? `linux-${arch}-glibc` : `${platform}-${arch}`;
  return existsSync(moved) ? moved : join(ROOT, 'node_modules/@deno', carried, 'deno');
}

function parentProgram() {
  try {
    return readlinkSync(`/proc/${process.ppid}/exe`);
  } catch {
    return null;
  }
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await ensureInstalled();
    return run(denoBinary(), process.argv.slice(2));
  });
}
