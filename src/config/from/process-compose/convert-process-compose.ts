import { resolve } from 'node:path';
import { freeName } from '../../instance/usable-name.ts';
import { isPlainObject } from '../../schema/known-object.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { shellCommand } from '../shell-command.ts';
import { restartOf, stopOf } from './process-life.ts';
import { readyOf } from './process-ready.ts';

type Entry = Record<string, unknown>;

/** Keys of a process that the conversion reads. */
const MAPPED = [
  'command',
  'entrypoint',
  'working_dir',
  'environment',
  'depends_on',
  'availability',
  'shutdown',
  'readiness_probe',
  'ready_log_line',
  'replicas',
  'namespace',
  'log_location',
  'disabled',
  'is_daemon',
];

/** process-compose passes each replica its number in this variable. */
const REPLICA = { PC_REPLICA_NUM: '0' };

/** Irrelevant to running a process. */
const IDLE = ['description', 'log_configuration', 'disable_ansi_colors', 'is_foreground'];

const UNMAPPED: Record<string, string> = {
  liveness_probe: 'is not converted: write it as "liveness"',
  is_tty: 'processes have no terminal; they write to their log files',
  is_elevated: 'use "user" and run OPM as root',
  vars: 'templates are not evaluated: write the values',
  schedule: 'OPM has no schedules: use cron',
  launch_timeout_seconds: 'use the timeout of "ready"',
  env_cmds: 'values cannot come from commands; use a plugin',
};

const ROOT_IDLE = [
  'version',
  'processes',
  'environment',
  'shell',
  'log_location',
  'log_level',
  'log_configuration',
];

/** Converts a file of process-compose (github.com/F1bonacc1/process-compose). */
export function convertProcessCompose(content: Entry, folder: string): Conversion {
  const notes = createNotes();
  const taken = new Set<string>();
  for (const key of Object.keys(content))
    if (!ROOT_IDLE.includes(key) && !key.startsWith('x-'))
      notes.add(key, 'concerns process-compose itself; it is not converted');
  const entries = Object.entries(content.processes as Entry).filter((pair): pair is [string, Entry] =>
    isPlainObject(pair[1]),
  );
  const names = new Map(entries.map(([wanted]) => [wanted, freeName(wanted, taken)]));
  const globalEnv = variablesOf(content.environment);
  const apps = entries.flatMap(([wanted, entry]) => {
    const name = names.get(wanted)!;
    if (name !== wanted) notes.add('name', `"${wanted}" is called "${name}" here`);
    if (isLeftOut(entry, name, notes)) return [];
    noteUnmapped(entry, name, notes);
    return [appOf({ entry, name, names, globalEnv, folder, notes })];
  });
  return { content: { apps: withoutMissing(apps) }, overrides: [], notes: notes.all(), problems: [] };
}

function isLeftOut(entry: Entry, name: string, notes: Notes): boolean {
  if (entry.disabled === true)
    notes.add('disabled', 'is true, so process-compose does not run it either; it is left out', name);
  else if (entry.is_daemon === true)
    notes.add('is_daemon', 'runs in the background, so it is left out: use its foreground command', name);
  else return false;
  return true;
}

function noteUnmapped(entry: Entry, name: string, notes: Notes): void {
  for (const key of Object.keys(entry)) {
    if (MAPPED.includes(key) || IDLE.includes(key)) continue;
    notes.add(key, UNMAPPED[key] ?? 'is not a process-compose key that OPM knows; it is ignored', name);
  }
}

function appOf(options: {
  entry: Entry;
  name: string;
  names: Map<string, string>;
  globalEnv: Record<string, string>;
  folder: string;
  notes: Notes;
}): Entry {
  const { entry, name, names, folder, notes } = options;
  const cwd = resolve(folder, typeof entry.working_dir === 'string' ? entry.working_dir : '.');
  const ready = readyOf(entry, name, notes);
  return {
    name,
    ...(Array.isArray(entry.entrypoint)
      ? { command: entry.entrypoint.map(String) }
      : shellCommand(String(entry.command ?? ''))),
    cwd,
    ...(entry.replicas === undefined ? {} : { instances: entry.replicas }),
    env: { ...options.globalEnv, ...variablesOf(entry.environment), ...REPLICA },
    countUp: Object.keys(REPLICA),
    ...(entry.namespace === undefined ? {} : { namespace: freeName(String(entry.namespace), new Set()) }),
    ...dependenciesOf(entry, names, name, notes),
    ...(ready === undefined ? {} : { ready }),
    restart: restartOf(entry, name, notes),
    stop: stopOf(entry, name, notes),
    ...(typeof entry.log_location === 'string'
      ? { logs: { out: resolve(cwd, entry.log_location), err: resolve(cwd, entry.log_location) } }
      : {}),
  };
}

/** `KEY=value` in a list, or an object. */
export function variablesOf(value: unknown): Record<string, string> {
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one ?? '')]));
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value
      .map((pair) => String(pair).split(/=(.*)/s, 2) as [string, string])
      .map(([name, one = '']) => [name, one]),
  );
}

function dependenciesOf(entry: Entry, names: Map<string, string>, name: string, notes: Notes): Entry {
  if (!isPlainObject(entry.depends_on)) return {};
  const wanted = Object.entries(entry.depends_on);
  for (const [, how] of wanted) {
    const condition = isPlainObject(how) ? how.condition : undefined;
    if (condition === 'process_completed' || condition === 'process_completed_successfully')
      notes.add('depends_on', `"${condition}" is not supported: the other app only has to be ready`, name);
  }
  return { dependsOn: wanted.flatMap(([other]) => names.get(other) ?? []) };
}

/** Drops dependencies on processes that were left out. */
export function withoutMissing(apps: Entry[]): Entry[] {
  const names = new Set(apps.map(({ name }) => name));
  return apps.map((app) =>
    Array.isArray(app.dependsOn) ? { ...app, dependsOn: app.dependsOn.filter((one) => names.has(one)) } : app,
  );
}
