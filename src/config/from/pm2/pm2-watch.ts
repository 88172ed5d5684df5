import { dirname, join, resolve } from 'node:path';
import type { Notes } from '../conversion.ts';
import { milliseconds } from './pm2-values.ts';

/** PM2's keys about watching files, in the terms of `watch`. Its paths are seen from the folder of the app. */
export function watchOf(
  keys: Record<string, unknown>,
  cwd: string,
  name: string,
  notes: Notes,
): { watch?: unknown } {
  const { watch, ignore_watch: ignored, watch_delay: delay } = keys;
  if (watch === undefined || watch === false || watch === 'false') return {};
  const named = watch === true || watch === 'true' ? [] : wordsOf(watch);
  const paths = [...new Set(named.map((path) => resolve(cwd, withoutWildcard(path, name, notes))))];
  const ignore = wordsOf(ignored).flatMap((pattern) => patternOf(pattern, name, notes));
  const rest = {
    ...(ignore.length === 0 ? {} : { ignore }),
    ...(delay === undefined ? {} : { delay: milliseconds(delay) }),
  };
  if (Object.keys(rest).length === 0) return { watch: paths.length === 0 ? true : paths };
  return { watch: { ...(paths.length === 0 ? {} : { paths }), ...rest } };
}

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((word) => word !== '');
  return Array.isArray(value) ? value.map(String) : [];
}

/** Of `src/*.js` the folder is watched. */
function withoutWildcard(path: string, name: string, notes: Notes): string {
  const at = path.search(/[*?[{]/);
  if (at < 0) return path;
  const folder = dirname(join(path.slice(0, at), 'x'));
  notes.add('watch', `of "${path}" the whole folder "${folder}" is watched`, name);
  return folder;
}

/** PM2 takes regular expressions too, which people use for names that begin with a dot. */
function patternOf(pattern: string, name: string, notes: Notes): string[] {
  const plain = pattern
    .replace(/^\.\//, '')
    .replaceAll(/\\\./g, '.')
    .replace(/(?<=\w)\/\*$/, '');
  if (!/[\\^$()[\]{}|+]/.test(plain)) return [plain];
  if (!/^\[\\?\/\\\\\]/.test(pattern)) {
    notes.add('ignore_watch', `"${pattern}" is a regular expression; write a name or a path with "*"`, name);
  }
  return [];
}
