import { isAbsolute, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { scriptIndexOf } from '../../instance/interpreter.ts';
import { appSchema } from '../../keys/app-keys.ts';
import { isPlainObject } from '../../schema/known-object.ts';
import { splitWords } from '../../split-words.ts';

type App = Record<string, unknown>;

/** The order of an app's keys in a file that people read. */
const ORDER = [
  'name',
  'namespace',
  'command',
  'shell',
  'cwd',
  'user',
  'instances',
  'port',
  'env',
  'envFile',
  'countUp',
  'inheritEnv',
  'dependsOn',
  'ready',
  'minUptime',
  'restart',
  'maxMemory',
  'stop',
  'watch',
  'logs',
];

/**
 * The same app in as few words as possible: without what is the default anyway, durations with their unit, a command
 * as one line where that splits into the same words, and paths as seen from the folder of the file.
 *
 * @param app valid, with absolute paths
 * @param folder of the file it is written to, absolute
 */
export function shortenApp(app: App, folder: string): App {
  const written = writeDurations(writeCommand(writePaths(writeScript(app), folder)));
  const ordered = Object.entries(written).sort(([a], [b]) => place(a) - place(b));
  const short: App = {};
  for (const [key, value] of ordered) {
    const without = Object.fromEntries(ordered.filter(([other]) => other !== key));
    if (key === 'name' || !isSame(without, written)) short[key] = shortenObject(key, value, written);
  }
  return short;
}

/** Leaves out what an object of settings, such as `restart`, says by default. */
function shortenObject(key: string, value: unknown, app: App): unknown {
  if (!['restart', 'stop', 'logs'].includes(key) || !isPlainObject(value)) return value;
  const needed = Object.entries(value).filter(([part]) => {
    const { [part]: _, ...rest } = value;
    return !isSame({ ...app, [key]: rest }, app);
  });
  const short = Object.fromEntries(needed);
  const [first] = needed;
  return key === 'restart' && needed.length === 1 && first![0] === 'policy' ? first![1] : short;
}

function isSame(one: App, other: App): boolean {
  const [a, b] = [v.safeParse(appSchema, one), v.safeParse(appSchema, other)];
  return a.success && b.success && isDeepStrictEqual(a.output, b.output);
}

function place(key: string): number {
  const at = ORDER.indexOf(key);
  return at < 0 ? ORDER.length : at;
}

/** A script below the folder that it runs in is named from there, as people write it. */
function writeScript(app: App): App {
  const { command, cwd } = app;
  if (!Array.isArray(command) || typeof cwd !== 'string') return app;
  const below = (word: unknown): string | null => {
    const path = isAbsolute(String(word)) ? relative(cwd, String(word)) : '';
    return path === '' || path.startsWith('..') ? null : path;
  };
  const program = below(command[0]);
  if (program !== null) return { ...app, command: [`./${program}`, ...command.slice(1)] };
  const at = scriptIndexOf(command.map(String));
  const script = at > 0 ? below(command[at]) : null;
  return script === null ? app : { ...app, command: command.with(at, script) };
}

function writeCommand(app: App): App {
  const { command } = app;
  if (!Array.isArray(command)) return app;
  const line = command.join(' ');
  const words = splitWords(line);
  const isPlain = command.every((word) => /^[\w@%+=:,./-]+$/.test(String(word)));
  return isPlain && isDeepStrictEqual(words, command) ? { ...app, command: line } : app;
}

function writePaths(app: App, folder: string): App {
  const below = (value: unknown): unknown => {
    if (typeof value !== 'string' || !isAbsolute(value)) return value;
    const path = relative(folder, value);
    if (path === '') return '.';
    return path.startsWith('..') || isAbsolute(path) ? value : `./${path}`;
  };
  const { cwd, envFile, logs, watch } = app;
  const watched = isPlainObject(watch) ? watch.paths : watch;
  return {
    ...app,
    ...(cwd === undefined ? {} : { cwd: below(cwd) }),
    ...(Array.isArray(envFile) ? { envFile: envFile.map(below) } : {}),
    ...(Array.isArray(watched)
      ? { watch: isPlainObject(watch) ? { ...watch, paths: watched.map(below) } : watched.map(below) }
      : {}),
    ...(isPlainObject(logs)
      ? { logs: Object.fromEntries(Object.entries(logs).map(([key, path]) => [key, below(path)])) }
      : {}),
  };
}

/** Which keys hold a duration, with the object that they are in. */
const DURATIONS: readonly (readonly [string, readonly string[]])[] = [
  ['restart', ['backoff', 'window', 'stableAfter']],
  ['stop', ['timeout']],
  ['watch', ['delay']],
  ['ready', ['timeout']],
];

function writeDurations(app: App): App {
  const written: App = { ...app };
  if (typeof app.minUptime === 'number') written.minUptime = durationText(app.minUptime);
  for (const [key, parts] of DURATIONS) {
    const value = app[key];
    if (!isPlainObject(value)) continue;
    written[key] = Object.fromEntries(
      Object.entries(value).map(([part, one]) => [part, parts.includes(part) ? durationOf(one) : one]),
    );
  }
  return written;
}

function durationOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(durationOf);
  return typeof value === 'number' ? durationText(value) : value;
}

/** `10s` for 10000; the largest unit that leaves a whole number. */
export function durationText(ms: number): string {
  if (ms === 0 || ms % 1000 !== 0) return `${ms}ms`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1000}s`;
}
