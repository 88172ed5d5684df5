import { dirname } from 'node:path';
import { freeName } from '../../instance/usable-name.ts';
import { counted } from '../../keys/env-keys.ts';
import type { InstanceOverride } from '../../keys/key-group.ts';
import { isPlainObject } from '../../schema/known-object.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { countingVariables, foldEnvironments, foldPaths } from './fold-instances.ts';
import { instanceEnv } from './instance-env.ts';
import { configKeysOf, noteUnmapped } from './pm2-keys.ts';
import { argumentList, setVariablesOf } from './pm2-values.ts';
import { watchOf } from './pm2-watch.ts';
import { CHANNEL_FD, memoryOf, readyOf, restartOf, stopOf } from './process-keys.ts';

type Entry = Record<string, unknown>;

/**
 * Converts a `dump.pm2`: a list with one entry per process. Entries with the same name and command become the
 * instances of one app. A process gets exactly the environment that PM2 saved for it.
 */
export function convertDump(content: unknown): Conversion {
  const notes = createNotes();
  const taken = new Set<string>();
  const apps: Record<string, unknown>[] = [];
  const overrides: InstanceOverride[][] = [];
  for (const group of groupEntries(content, notes)) {
    const wanted = String(group[0]!.name);
    const name = freeName(wanted, taken);
    if (name !== wanted) notes.add('name', `"${wanted}" is called "${name}" here`);
    const converted = convertGroup(group, name, notes);
    apps.push(converted.app);
    overrides.push(converted.overrides);
  }
  return { content: { apps }, overrides, notes: notes.all(), problems: [] };
}

function groupEntries(content: unknown, notes: Notes): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of Array.isArray(content) ? content : []) {
    if (!isPlainObject(entry) || typeof entry.pm_exec_path !== 'string') {
      notes.add('pm_exec_path', 'an entry without it is not a process; it is left out');
      continue;
    }
    if (entry.status === 'stopped' || entry.status === 'stopping') {
      notes.add('status', 'was stopped when PM2 saved it; it is left out', String(entry.name));
      continue;
    }
    const key = JSON.stringify([entry.name, commandOf(entry), entry.pm_cwd]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

function convertGroup(
  group: Entry[],
  name: string,
  notes: Notes,
): { app: Record<string, unknown>; overrides: InstanceOverride[] } {
  const entry = group[0]!;
  const command = commandOf(entry);
  const keys = configKeysOf(entry);
  noteUnmapped(keys, name, notes);
  const ready = readyOf(keys, command[0]!, name, notes);
  const channel: Record<string, string> = ready === undefined ? {} : { NODE_CHANNEL_FD: String(CHANNEL_FD) };
  const saved = group.map((one) => savedEnvironment(one));
  const numbered = instanceEnv(keys, sharedPort(saved), group.length, command[0]!, name, notes);
  const environments = saved.map((own, instance) => ({
    ...counted(numbered.countUp, numbered.env, instance),
    ...own,
    ...channel,
  }));
  const env = foldEnvironments(environments, numbered.countUp);
  // Further instances count on, also where these differ in something else.
  const countUp = env?.countUp ?? countingVariables(environments);
  const logs = foldLogs(group);
  return {
    app: {
      name,
      command,
      cwd: typeof entry.pm_cwd === 'string' ? entry.pm_cwd : dirname(entry.pm_exec_path as string),
      instances: group.length,
      inheritEnv: false,
      ...(env === null ? {} : { env: env.env }),
      ...(countUp.length === 0 ? {} : { countUp }),
      ...(numbered.port === undefined ? {} : { port: numbered.port }),
      ...(ready === undefined ? {} : { ready }),
      restart: restartOf(keys, name, notes),
      stop: stopOf(keys),
      ...memoryOf(keys),
      ...watchOf(keys, String(entry.pm_cwd ?? '.'), name, notes),
      ...(logs === null ? {} : { logs }),
      ...(keys.uid === undefined ? {} : { user: keys.uid }),
      ...(keys.gid === undefined ? {} : { group: keys.gid }),
      namespace: freeName(String(keys.namespace ?? 'default'), new Set()),
    },
    overrides: group.map((one, instance) => ({
      ...(env === null ? { env: environments[instance] ?? {} } : {}),
      ...(logs === null ? { logs: savedLogs(one) } : {}),
    })),
  };
}

/**
 * The log files of all instances in the terms of the config, `null` if they do not follow from the instance numbers.
 */
function foldLogs(group: Entry[]): Record<string, unknown> | null {
  const saved = group.map(savedLogs);
  const folded: Record<string, unknown> = {};
  for (const stream of ['out', 'err'] as const) {
    const paths = saved.map((logs) => logs[stream]);
    if (paths.every((path) => path === undefined)) continue;
    const found = foldPaths(paths.map(String));
    if (found === null || paths.includes(undefined)) return null;
    folded[stream] = found.path;
    if (found.shared) folded.shared = true;
  }
  return folded;
}

function commandOf(entry: Entry): string[] {
  const script = entry.pm_exec_path as string;
  const args = argumentList(entry.args);
  const interpreter = typeof entry.exec_interpreter === 'string' ? entry.exec_interpreter : 'node';
  if (interpreter === 'none') return [script, ...args];
  return [interpreter, ...argumentList(entry.node_args), script, ...args];
}

/** Without PM2's own variables and the empty settings it keeps under the app's name. */
function savedEnvironment(entry: Entry): Record<string, string> {
  const variables = Object.entries(setVariablesOf(entry.env)).filter(
    ([key, value]) => !/^(PM2_|OPM_|pm_id$|unique_id$)/.test(key) && !(key === entry.name && value === '{}'),
  );
  const own: Record<string, string> = {};
  for (const key of [entry.instance_var, entry.increment_var]) {
    if (typeof key === 'string' && entry[key] !== undefined) own[key] = String(entry[key]);
  }
  return { ...Object.fromEntries(variables), ...own };
}

/** The port that all instances shared in cluster mode. */
function sharedPort(environments: Record<string, string>[]): Record<string, string> {
  const ports = new Set(environments.map(({ PORT }) => PORT));
  const [port] = ports;
  return ports.size === 1 && port !== undefined ? { PORT: port } : {};
}

/** Keeps a file that the user chose, but not PM2's own log folder. */
function savedLogs(entry: Entry): { out?: string; err?: string } {
  const pm2Home = String((entry.env as { PM2_HOME?: unknown } | undefined)?.PM2_HOME ?? '');
  const logs: { out?: string; err?: string } = {};
  for (const [stream, key] of [
    ['out', 'pm_out_log_path'],
    ['err', 'pm_err_log_path'],
  ] as const) {
    const path = entry[key];
    if (typeof path !== 'string' || path === '') continue;
    if (pm2Home !== '' && dirname(path) === `${pm2Home}/logs`) continue;
    if (/\/\.pm2\/logs\/[^/]*$/.test(path)) continue;
    logs[stream] = path;
  }
  return logs;
}
