import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of the packages whose code is part of a build, as their terms ask of whoever passes them on.
 *
 * @param {Iterable<string>} modules paths of all modules in the build
 */
export function licensesOf(modules) {
  const folders = new Map();
  for (const module of modules) {
    const folder = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(module);
    if (folder !== null) folders.set(folder[2], folder[1]);
  }
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => {
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return `${name} ${version} (${license})\n\n${licenseText(folder)}`;
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder */
function licenseText(folder) {
  const file = existsSync(folder) ? readdirSync(folder).find((name) => /^licen[cs]e/i.test(name)) : undefined;
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
}
