import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of `package.json`, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Everything that `dist/` depends on besides the commit. Tests in these folders do not count. */
export const BUILD_INPUTS = [
  ...['src', 'plugins', 'dashboard', 'package.json', 'package-lock.json', 'build.config.ts', 'tsconfig.json'],
  ...['scripts/bundle.mjs', 'scripts/koffi.mjs', 'scripts/licenses.mjs', 'scripts/page.mjs'],
];

/** Type declarations take more than half of the build time; `BUILD_TYPES=0` leaves them out. */
export const WITH_TYPES = process.env.BUILD_TYPES !== '0';

export const ON_DENO = process.versions.deno !== undefined;

/** Runs a script on Deno with the permissions from deno.json, without the warning that this feature is new. */
export const DENO_RUN = ['run', '--quiet', '--permission-set'];

/**
 * Runs a program on this terminal and waits for it to exit. Ctrl-C reaches it through the
 * terminal; SIGTERM is forwarded.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string }} [options] variables besides those of this process;
 *   where to run it, by default in the project's folder
 * @returns {Promise<number>} its exit code, or 128 + n if signal n ended it
 */
export async function run(file, args, { env = {}, cwd = ROOT } = {}) {
  const child = spawn(file, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
  const onTerm = () => {
    // Not `child.kill()`: on Deno the exit code is lost with it.
    if (child.pid !== undefined) process.kill(child.pid, 'SIGTERM');
  };
  const onInterrupt = () => {};
  process.on('SIGTERM', onTerm);
  process.on('SIGINT', onInterrupt);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`Cannot run ${file}: ${error.message}`)));
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
  } finally {
    process.off('SIGTERM', onTerm);
    process.off('SIGINT', onInterrupt);
  }
}

/**
 * Like {@link run}, but an exit code other than 0 is an error.
 *
 * @param {string} what
 * @param {string} file
 * @param {string[]} args
 * @param {string} [cwd]
 */
export async function runOrThrow(what, file, args, cwd) {
  const code = await run(file, args, { cwd });
  if (code !== 0) throw new Error(`${what} failed with exit code ${code}: ${file} ${args.join(' ')}`);
}

/**
 * Whether this module is the program rather than an import.
 *
 * @param {string} url its `import.meta.url`
 */
export function isMain(url) {
  const program = process.argv[1];
  return program !== undefined && realpathSync(program) === fileURLToPath(url);
}

/**
 * Ends a script with the exit code of its work, or with a message and 1.
 *
 * @param {() => Promise<number>} work
 */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
