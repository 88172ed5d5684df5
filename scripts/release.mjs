/**
 * `npm run release [-- --target linux-x64,linux-arm64-musl] [--out FOLDER] [--uncommitted] [--as-built]`:
 * builds everything that users download, in `release/`: an executable for each platform (compressed), the npm package,
 * `install.sh`, licences, a bill of materials, and `SHA256SUMS` of all. Two releases of one commit are identical byte
 * for byte, except that another version of zlib may compress differently; the checksum of the content is listed too.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { ensureBuilt } from './build.mjs';
import { TARGETS } from './bun.mjs';
import { compile, parseTargets } from './compile.mjs';
import { koffiPackage } from './koffi.mjs';
import { runtimeLicense } from './licenses.mjs';
import { isMain, main, ROOT } from './project.mjs';
import { billOfMaterials } from './sbom.mjs';

/** @typedef {import('./bun.mjs').Target} Target */

const DIST = join(ROOT, 'dist');

/**
 * @param {Target[]} targets
 * @param {string} out a new folder
 */
async function release(targets, out) {
  const { version } = readJson(join(ROOT, 'package.json'));
  /** @type {Map<string, string>} */
  const sums = new Map();
  for (const target of targets) {
    const file = join(out, `opm-${target}`);
    await compile(target, file);
    sums.set(`opm-${target}`, sumOf(file));
    await pipeline(createReadStream(file), createGzip(), createWriteStream(`${file}.gz`));
    rmSync(file);
    sums.set(`opm-${target}.gz`, sumOf(`${file}.gz`));
  }
  npm('pack', '--ignore-scripts', '--silent', '--pack-destination', out);
  copyFileSync(join(ROOT, 'install.sh'), join(out, 'install.sh'));
  const licenses = readFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), `${licenses}\n\n${runtimeLicense(bunVersion())}`);
  const bill = `opm-${version}.cdx.json`;
  writeFileSync(join(out, bill), `${JSON.stringify(billOf(version, targets), null, 2)}\n`);
  for (const name of [`opm-${version}.tgz`, 'install.sh', 'THIRD-PARTY-LICENSES.txt', bill])
    sums.set(name, sumOf(join(out, name)));
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`);
  writeFileSync(join(out, 'SHA256SUMS'), lines.join(''));
}

/**
 * @param {string} version
 * @param {Target[]} targets
 */
function billOf(version, targets) {
  const { packages } = readJson(join(ROOT, 'package-lock.json'));
  /** @type {{ name: string, version: string, license: string }[]} */
  const bundled = readJson(join(DIST, 'third-party.json'));
  const carried = targets.flatMap((target) => [TARGETS[target], koffiPackage(target)]);
  const components = [
    ...bundled,
    ...[...new Set(carried)].map((name) => ({ name, ...packages[`node_modules/${name}`] })),
  ].map(({ name, version, license }) => {
    const integrity = packages[`node_modules/${name}`]?.integrity;
    return { name, version, license, ...(integrity === undefined ? {} : { integrity }) };
  });
  return billOfMaterials({ version, timestamp: commitTime(), components });
}

/** @returns {string} */
function bunVersion() {
  return readJson(join(ROOT, 'package-lock.json')).packages['node_modules/bun'].version;
}

/** @param {string} file */
function sumOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** @param {string[]} words */
function npm(...words) {
  execFileSync('npm', words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** @param {string[]} words */
function git(...words) {
  try {
    return execFileSync('git', words, {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

function commitTime() {
  const seconds = git('log', '-1', '--format=%ct');
  return seconds === null ? null : new Date(Number(seconds) * 1000).toISOString();
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({
      options: {
        target: { type: 'string' },
        out: { type: 'string' },
        uncommitted: { type: 'boolean' },
        'as-built': { type: 'boolean' },
      },
    });
    const targets = parseTargets(values.target ?? 'all');
    if (!values.uncommitted && (git('status', '--porcelain') ?? '') !== '')
      throw new Error(
        'There are uncommitted changes: a release is built from a commit (--uncommitted overrides this)',
      );
    if (!values['as-built']) await ensureBuilt({ force: true });
    const out = resolve(values.out ?? join(ROOT, 'release'));
    const aside = mkdtempSync(`${out}-`);
    try {
      await release(targets, aside);
      chmodSync(aside, 0o755);
      rmSync(out, { recursive: true, force: true });
      renameSync(aside, out);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
    console.log(`Everything is in ${out}`);
    return 0;
  });
}
