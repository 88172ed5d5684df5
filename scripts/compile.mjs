/**
 * `npm run compile [-- --target linux-arm64,darwin-arm64 | all] [--out FOLDER] [--as-built]`: builds the standalone
 * executable from `dist/` (rebuilt if it is out of date, unless `--as-built`) and the packages in the lock file. The
 * result is `dist/opm` for this machine and `dist/opm-<target>` for others, with `SHA256SUMS` beside it. Two builds of
 * one commit are identical byte for byte.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { foreignBun, HOST, hostBun, TARGETS } from './bun.mjs';
import { executableEntries } from './entries.mjs';
import { koffiOf, putForeignKoffi } from './koffi.mjs';
import { renameSwitchesIn } from './own-switches.mjs';
import { isMain, main, ROOT, runOrThrow } from './project.mjs';

/** @typedef {import('./bun.mjs').Target} Target */

const DIST = join(ROOT, 'dist');

export const COMPILE_FLAGS = [
  '--compile',
  // Parsed ahead of time and loaded only when imported, so that `opm --version` starts in milliseconds.
  '--bytecode',
  '--format=esm',
  '--splitting',
  '--minify-syntax',
  '--minify-whitespace',
  // The folder opm is started in must not change what it does.
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
  // Bun takes an unset NODE_ENV for "development", here and in what is loaded from disk. With this it stays unset.
  '--define=process.env.NODE_ENV:process.env.NODE_ENV',
  '--compile-exec-argv=--define=process.env.NODE_ENV:process.env.NODE_ENV',
  // A plugin that imports a package from disk needs its exports and main to be read.
  '--compile-autoload-package-json',
  // OPM itself unpacks the binary for native calls, by its name.
  '--loader=.node:file',
  '--asset-naming=[dir]/[name].[ext]',
  // Loads TypeScript on Node; Bun does this itself.
  '--external=jiti',
];

/**
 * @param {Target} target
 * @param {string} file where to put it
 */
export async function compile(target, file) {
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
  const work = mkdtempSync(join(ROOT, 'node_modules/.cache/opm-compile-'));
  const koffi = join(DIST, koffiOf(target));
  const isForeign = !existsSync(koffi);
  try {
    if (isForeign) putForeignKoffi(target, DIST, join(work, 'koffi'));
    const base =
      target === HOST ? [] : [`--compile-executable-path=${foreignBun(target, join(work, 'base'))}`];
    const platform = `--target=${target === HOST ? 'bun' : `bun-${target}`}`;
    // The output contains the name and the entries' paths: keep them the same wherever the checkout is.
    const args = ['build', ...COMPILE_FLAGS, platform, ...base, `--outfile=${join(work, 'opm')}`, '--root=.'];
    const entries = [...executableEntries(DIST), koffiOf(target)].map((entry) => `./${entry}`);
    await runOrThrow('Compiling', hostBun(), [...args, ...entries], DIST);
    // A program for macOS is signed, and a change would break that.
    if (target.startsWith('linux')) renameSwitchesIn(join(work, 'opm'));
    // Put in place atomically; a rename alone does not work across file systems.
    const aside = `${file}.${process.pid}`;
    copyFileSync(join(work, 'opm'), aside);
    renameSync(aside, file);
    console.log(
      `${file}  ${(statSync(file).size / 1e6).toFixed(0)} MB  ${target}${target === HOST ? '' : ', not run here'}`,
    );
  } finally {
    if (isForeign) rmSync(koffi, { force: true });
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * In the format of `sha256sum`, for all existing executables.
 *
 * @param {string} out
 */
function writeChecksums(out) {
  const names = readdirSync(out).filter((name) => name === 'opm' || name.startsWith('opm-'));
  const lines = names.sort().map((name) => {
    return `${createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex')}  ${name}\n`;
  });
  writeFileSync(join(out, 'SHA256SUMS'), lines.join(''));
}

/**
 * @param {string | undefined} list
 * @returns {Target[]}
 */
export function parseTargets(list) {
  if (list === undefined) return [HOST];
  if (list === 'all') return /** @type {Target[]} */ (Object.keys(TARGETS));
  const targets = list.split(',');
  const unknown = targets.find((target) => !(target in TARGETS));
  if (unknown !== undefined)
    throw new Error(`--target ${unknown} is not one of ${Object.keys(TARGETS).join(', ')}`);
  return /** @type {Target[]} */ (targets);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({
      options: { target: { type: 'string' }, out: { type: 'string' }, 'as-built': { type: 'boolean' } },
    });
    const targets = parseTargets(values.target);
    if (!values['as-built']) await ensureBuilt();
    const out = resolve(values.out ?? DIST);
    for (const target of targets) await compile(target, join(out, target === HOST ? 'opm' : `opm-${target}`));
    writeChecksums(out);
    return 0;
  });
}
