import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Variables by which Bun (1.4.5) changes what an executable is: options in front of its arguments, Bun itself instead
 * of the program, and a debugger or a module to load first. Developers have them in their shells for Bun's sake.
 */
const SWITCHES = ['BUN_OPTIONS', 'BUN_BE_BUN', 'BUN_INSPECT'];

/** Nobody has a variable whose name begins like that. */
const NOBODYS = 1;

/**
 * Gives these variables other names in an executable, of the same length: Bun has no flag that has them ignored. It
 * leaves text and scripts that speak of them alone.
 *
 * @param {Buffer} bytes changed in place
 * @returns {Record<string, number>} how often each was found
 */
export function renameSwitches(bytes) {
  /** @type {Record<string, number>} */
  const found = {};
  for (const name of SWITCHES) {
    found[name] = 0;
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
      if (/[. ]/.test(String.fromCharCode(bytes[at - 1] ?? 0))) continue;
      bytes[at] = NOBODYS;
      found[name] += 1;
    }
  }
  return found;
}

/**
 * The same for a file.
 *
 * @param {string} file
 */
export function renameSwitchesIn(file) {
  const bytes = readFileSync(file);
  const missing = Object.entries(renameSwitches(bytes)).find(([, count]) => count === 0);
  if (missing !== undefined) throw new Error(`${file} does not know the variable ${missing[0]} any more`);
  writeFileSync(file, bytes);
}
