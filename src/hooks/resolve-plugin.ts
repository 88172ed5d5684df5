import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exports as resolveExports } from 'resolve.exports';
import { refuseWritableByOthers } from '../config/file-trust.ts';
import { nearestName } from '../config/nearest-name.ts';
import { messageOf } from '../errors.ts';
import type { PluginSource } from '../pool/hook-protocol.ts';
import { FIRST_PARTY_NAMES } from '../pool/hook-thread/first-party.ts';

export type Resolution = { ok: true; source: PluginSource } | { ok: false; problem: string };

interface Manifest {
  name: string;
  main?: unknown;
  exports?: unknown;
}

const EXTENSIONS = ['.mjs', '.js', '.ts'];

/**
 * Finds a plugin's module: a path (relative to `baseDir`, absolute, or a `file:` URL), the name of a bundled plugin,
 * or a package installed in a `node_modules` at or above `baseDir`.
 *
 * This is done here because none of the runtimes resolves an ES module from another folder, and none reports where it
 * has looked. When running as root, a file that others can write is a problem too.
 */
export function resolvePlugin({ specifier, baseDir }: { specifier: string; baseDir: string }): Resolution {
  try {
    if (isPath(specifier)) return resolveFile(toPath(specifier, baseDir));
    if (FIRST_PARTY_NAMES.includes(specifier)) {
      return { ok: true, source: { kind: 'first-party', name: specifier } };
    }
    return resolvePackage(specifier, baseDir);
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

function isPath(specifier: string): boolean {
  return (
    /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..' || specifier.startsWith('file:')
  );
}

function toPath(specifier: string, baseDir: string): string {
  return specifier.startsWith('file:') ? fileURLToPath(specifier) : path.resolve(baseDir, specifier);
}

function resolveFile(file: string): Resolution {
  if (isFolder(file)) {
    const manifest = readManifest(file);
    if (manifest !== null) return resolveIn(file, manifest, '.');
    return { ok: false, problem: `${file} is a folder without a package.json; name the file in it` };
  }
  const tried =
    path.extname(file) === '' ? [file, ...EXTENSIONS.map((extension) => file + extension)] : [file];
  const found = tried.find(isFile);
  return found === undefined ? notFound(tried) : foundFile(found);
}

function resolvePackage(specifier: string, baseDir: string): Resolution {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return { ok: false, problem: 'it is neither a path nor a package name' };
  const tried: string[] = [];
  for (let folder = path.resolve(baseDir); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    tried.push(candidate);
    if (isFolder(candidate)) {
      const manifest = readManifest(candidate) ?? { name };
      return resolveIn(candidate, manifest, rest === undefined ? '.' : `.${rest}`);
    }
    if (folder === path.dirname(folder)) break;
  }
  const meant = nearestName(specifier, FIRST_PARTY_NAMES);
  return notFound(
    [`the bundled plugins (${FIRST_PARTY_NAMES.join(', ')})`, ...tried],
    meant === undefined ? '' : `; did you mean "${meant}"?`,
  );
}

/** Uses `exports` if the package has them, otherwise `main`, as Node does. */
function resolveIn(folder: string, manifest: Manifest, subpath: string): Resolution {
  if (manifest.exports !== undefined && manifest.exports !== null) {
    // Throws with a message for users when the package does not export the subpath.
    const targets = resolveExports({ ...manifest, name: manifest.name ?? folder }, subpath) ?? [];
    const files = targets.map((target) => path.join(folder, target));
    const found = files.find(isFile);
    return found === undefined ? notFound(files) : foundFile(found);
  }
  const entry = subpath === '.' ? (typeof manifest.main === 'string' ? manifest.main : 'index.js') : subpath;
  const file = path.join(folder, entry);
  const tried = [file, `${file}.js`, path.join(file, 'index.js')];
  const found = tried.find(isFile);
  return found === undefined ? notFound(tried) : foundFile(found);
}

function readManifest(folder: string): Manifest | null {
  const file = path.join(folder, 'package.json');
  if (!isFile(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function foundFile(file: string): Resolution {
  refuseWritableByOthers(file);
  return { ok: true, source: { kind: 'file', file: realpathSync(file) } };
}

function notFound(tried: readonly string[], hint = ''): Resolution {
  return { ok: false, problem: `it was not found; looked for ${tried.join(', ')}${hint}` };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
