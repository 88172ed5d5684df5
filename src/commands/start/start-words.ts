import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { noSuchId, usageError } from '../../cli/command-errors.ts';
import type { ListEntry } from '../../protocol/intents.ts';

/** What the words of `opm start` refer to. */
export interface StartWords {
  /** Config files, absolute. */
  configs: string[];
  /** Targets that name instances. */
  instances: string[];
  /** Scripts and commands. */
  programs: string[];
}

const DATA_EXTENSIONS = [
  '.json',
  '.jsonc',
  '.json5',
  '.yaml',
  '.yml',
  '.toml',
  '.hcl',
  '.ron',
  '.pm2',
  '.dump',
];
const CONFIG_PROGRAM = /\.config\.[cm]?[jt]s$/;

/** Whether a path names a config file: data files always do, a program only by its name, as with PM2. */
export function isConfigName(file: string): boolean {
  return DATA_EXTENSIONS.includes(extname(file).toLowerCase()) || CONFIG_PROGRAM.test(basename(file));
}

/** Whether a word could be the name or id of an instance, so that the daemon has to be asked. */
export function couldBeTarget(word: string): boolean {
  return word !== '' && word !== '-' && !/[/\s]/.test(word);
}

/**
 * Sorts words into existing config files, known instances, and programs, in that order of precedence.
 *
 * @param entries the daemon's instances; empty when no word could be a target
 * @throws `OpmError` `USAGE` (64) for a command of several words without quotes; TARGET_UNKNOWN (1) for a number that
 * is not an id
 */
export function sortStartWords(
  words: readonly string[],
  entries: readonly Pick<ListEntry, 'id' | 'name' | 'instance'>[],
  cwd: string,
): StartWords {
  const sorted: StartWords = { configs: [], instances: [], programs: [] };
  for (const word of words) {
    const path = resolve(cwd, word);
    if (word === '-') sorted.configs.push(word);
    else if (isConfigName(word) && existsSync(path)) sorted.configs.push(path);
    else if (couldBeTarget(word) && isTarget(word, entries)) sorted.instances.push(word);
    else sorted.programs.push(word);
  }
  const [unknown] = sorted.programs;
  if (unknown !== undefined && sorted.programs.every((word) => /^\d+$/.test(word))) throw noSuchId(unknown);
  const isCommand = (word: string): boolean => !existsSync(resolve(cwd, word));
  if (words.length > 1 && sorted.programs.some(isCommand)) {
    throw usageError(
      `Quote a command of several words: opm start "${words.join(' ')}". ` +
        'Its options and arguments may also follow "--"',
    );
  }
  return sorted;
}

function isTarget(word: string, entries: readonly Pick<ListEntry, 'id' | 'name' | 'instance'>[]): boolean {
  const parts = word.split(',').filter((part) => part !== '');
  return (
    parts.length > 0 && parts.every((part) => part === 'all' || entries.some((entry) => names(part, entry)))
  );
}

function names(part: string, { id, name, instance }: Pick<ListEntry, 'id' | 'name' | 'instance'>): boolean {
  return part === name || part === String(id) || part === `${name}:${instance}`;
}
