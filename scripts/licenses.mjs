import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, version: string, license: string, folder: string }} Package */

/**
 * The packages whose code is part of a build, sorted by name.
 *
 * @param {Iterable<string>} modules paths of all modules in the build
 * @returns {Package[]}
 */
export function packagesOf(modules) {
  /** @type {Map<string, string>} */
  const folders = new Map();
  for (const module of modules) {
    const folder = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(module);
    if (folder?.[1] !== undefined && folder[2] !== undefined) folders.set(folder[2], folder[1]);
  }
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => {
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return { name, version, license, folder };
    });
}

const LINE = '-'.repeat(80);

/**
 * Their licences, which must accompany redistributed code.
 *
 * @param {Package[]} packages
 */
export function licensesOf(packages) {
  return packages
    .map(({ name, version, license, folder }) => `${name} ${version} (${license})\n\n${licenseText(folder)}`)
    .join(`\n\n${LINE}\n\n`);
}

/**
 * What else an executable contains: the runtime, with the libraries linked into it.
 *
 * @param {string} version of Bun
 */
export function runtimeLicense(version) {
  return `${LINE}

Bun ${version} (MIT), in the executables only

Bun is linked with JavaScriptCore and other parts of WebKit (LGPL-2.0), with tinycc (LGPL-2.1), and with libraries under
MIT, BSD, Apache-2.0, zlib, Unicode and similar licences. The list with all of their terms:
https://github.com/oven-sh/bun/blob/bun-v${version}/LICENSE.md

The LGPL gives you the right to change these libraries and to use OPM with them: their sources are in
https://github.com/oven-sh/WebKit and https://github.com/oven-sh/bun, where it is described how a Bun is built from
them, and "npm run compile" in the sources of OPM makes the executable from any Bun.
`;
}

/** @param {string} folder */
function licenseText(folder) {
  const file = existsSync(folder) ? readdirSync(folder).find((name) => /^licen[cs]e/i.test(name)) : undefined;
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
}
