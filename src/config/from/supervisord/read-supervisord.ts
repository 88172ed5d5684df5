import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SupervisordFile } from './convert-supervisord.ts';
import { parseIni } from './parse-ini.ts';
import { expand } from './supervisord-values.ts';

/**
 * A supervisord config file and those that its `[include]` names. As in supervisord, includes do not nest.
 *
 * @param file absolute
 */
export function readSupervisord(file: string, textOf: (file: string) => string): SupervisordFile[] {
  const sections = parseIni(file, textOf(file));
  const folder = dirname(file);
  const patterns = sections
    .filter(({ name }) => name === 'include')
    .flatMap(({ keys }) => (keys.get('files') ?? '').split(/\s+/))
    .filter((pattern) => pattern !== '')
    .map((pattern) =>
      resolve(
        folder,
        expand(pattern, { here: folder }, () => {}),
      ),
    );
  const included = [...new Set(patterns.flatMap(matching))];
  return [
    { file, sections },
    ...included.map((one) => ({ file: one, sections: parseIni(one, textOf(one)) })),
  ];
}

/** The files that a shell pattern matches, sorted by name. */
function matching(pattern: string): string[] {
  const [root = '', ...parts] = pattern.split('/');
  return parts.reduce<string[]>(
    (folders, part) => folders.flatMap((folder) => namesIn(folder, part).map((name) => join(folder, name))),
    [root === '' ? '/' : root],
  );
}

/** Brackets that make no sense stand for themselves, as in a shell: `[a`, `[z-a]`. */
function expressionOf(source: string): RegExp {
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return new RegExp(`^${source.replaceAll(/[[\]]/g, '\\$&')}$`);
  }
}

function namesIn(folder: string, part: string): string[] {
  if (!/[*?[]/.test(part)) return [part];
  const source = part
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const matches = expressionOf(source);
  try {
    return readdirSync(folder)
      .filter((name) => matches.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .sort();
  } catch {
    return [];
  }
}
