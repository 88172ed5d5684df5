import { resolve } from 'node:path';
import { interpreterFor } from '../../instance/interpreter.ts';
import { freeName } from '../../instance/usable-name.ts';
import { isPlainObject } from '../../schema/known-object.ts';
import { splitWords } from '../../split-words.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { byteSize, isPlainCommand, setVariablesOf } from '../pm2/pm2-values.ts';

/** The files of the Rust OPM (github.com/h0dev/opm) and of pmc, on which it is based. */
type Kind = 'dump' | 'export' | 'settings';

/** Recognises them by their content: the process list, an exported `.hcl` file, or its own settings. */
export function recogniseRustOpm(content: unknown): Kind | null {
  if (!isPlainObject(content)) return null;
  if (isPlainObject(content.id) && 'counter' in content.id && isPlainObject(content.list)) return 'dump';
  if (Array.isArray(content.process)) return 'export';
  return isPlainObject(content.runner) && isPlainObject(content.daemon) ? 'settings' : null;
}

/**
 * Converts a process list or an exported file.
 *
 * @param options.folder folder of the file, absolute
 * @param options.env environment in which interpreters are looked up
 */
export function convertRustOpm(
  content: Record<string, unknown>,
  options: { folder: string; env: Record<string, string | undefined> },
): Conversion {
  const notes = createNotes();
  const kind: Kind = 'list' in content ? 'dump' : 'export';
  const taken = new Set<string>();
  const entries = Object.values((content.list ?? content.process) as Record<string, unknown>).filter(
    isPlainObject,
  );
  const apps: Record<string, unknown>[] = [];
  for (const entry of entries) {
    const wanted = String(entry.name);
    if (isLeftOut(entry, wanted, notes)) continue;
    const name = freeName(wanted, taken);
    if (name !== wanted) notes.add('name', `"${wanted}" is called "${name}" here`);
    const cwd = typeof entry.path === 'string' ? entry.path : options.folder;
    apps.push({
      name,
      ...commandOf(entry.script, options.env.PATH, kind),
      cwd,
      ...memoryOf(entry.max_memory),
      ...watchOf(entry.watch, cwd),
      env: withoutOwn(setVariablesOf(entry.env)),
      // The list contains the whole environment of each process, an exported file only the differences.
      ...(kind === 'dump' ? { inheritEnv: false } : {}),
    });
  }
  return { content: { apps }, overrides: [], notes: notes.all(), problems: [] };
}

/** It runs every command through a shell; if that makes no difference, the program is run directly. */
function commandOf(script: unknown, searchPath: string | undefined, kind: Kind): Record<string, unknown> {
  if (typeof script !== 'string') return { command: script };
  if (!isPlainCommand(script)) return { command: script, shell: true };
  const words = splitWords(script) as string[];
  // A lone script gets its interpreter when it is started, so the list includes it and an exported file may not.
  const interpreter = kind === 'export' && words.length === 1 ? interpreterFor(script, searchPath) : null;
  return { command: [...(interpreter ?? []), ...words] };
}

function isLeftOut(entry: Record<string, unknown>, name: string, notes: Notes): boolean {
  if (entry.running === false) notes.add('running', 'was stopped when it was saved; it is left out', name);
  else if (typeof entry.agent_id === 'string')
    notes.add('agent_id', 'runs on another machine; it is left out', name);
  else if (typeof entry.server === 'string' && entry.server !== 'local') {
    notes.add('server', 'runs on another machine; it is left out', name);
  } else return false;
  return true;
}

/** The one path that it watches, seen from where the app runs. */
function watchOf(watch: unknown, cwd: string): { watch?: unknown } {
  if (!isPlainObject(watch) || watch.enabled === false) return {};
  return typeof watch.path === 'string' && watch.path !== ''
    ? { watch: [resolve(cwd, watch.path)] }
    : { watch: true };
}

/** Bytes or a size; 0 where there is no limit. */
function memoryOf(limit: unknown): { maxMemory?: unknown } {
  return limit === undefined || limit === null || limit === 0 ? {} : { maxMemory: byteSize(limit) };
}

function withoutOwn(variables: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/^OPM_/.test(name)));
}
