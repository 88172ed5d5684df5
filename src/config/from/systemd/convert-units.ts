import { homedir } from 'node:os';
import { freeName } from '../../instance/usable-name.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { parseUnit, unitWords } from './parse-unit.ts';
import { type UnitName, unitName, withSpecifiers } from './specifiers.ts';
import { timeSpanMs } from './time-span.ts';
import { noteUnmapped } from './unit-keys.ts';

/** A service's unit file. */
export interface UnitFile {
  /** `web.service` */
  name: string;
  text: string;
}

interface Service {
  name: UnitName;
  app: string;
  notes: Notes;
  exists: (file: string) => boolean;
  /** The values of a key, with specifiers expanded. */
  all(section: string, key: string): string[];
  /** The last value of a key of `[Service]`. */
  last(key: string): string | undefined;
}

/**
 * Converts systemd's service units to apps; dependencies between them are kept.
 *
 * @param exists whether a file exists, for variable files that may be missing
 */
export function convertUnits(files: readonly UnitFile[], exists: (file: string) => boolean): Conversion {
  const notes = createNotes();
  const taken = new Set<string>();
  const services = files.map((file) => readService(file, { taken, notes, exists }));
  const appOf = new Map(services.map(({ name, app }) => [name.full, app]));
  const apps = services.flatMap((service) => convertService(service, appOf));
  return { content: { apps }, overrides: [], notes: notes.all(), problems: [] };
}

function readService(
  { name: full, text }: UnitFile,
  { taken, notes, exists }: { taken: Set<string>; notes: Notes; exists: (file: string) => boolean },
): Service {
  const name = unitName(full);
  const app = freeName(name.plain.replace(/@$/, '').replaceAll('@', '-'), taken);
  const unit = parseUnit(text);
  if (name.plain.endsWith('@'))
    notes.add('%i', 'is empty: name the file with its instance, for example web@1.service', app);
  for (const [section, keys] of unit) {
    for (const key of keys.keys()) noteUnmapped(key, section, app, notes);
  }
  const all = (section: string, key: string): string[] =>
    (unit.get(section)?.get(key) ?? []).map((value) =>
      withSpecifiers(value, name, (specifier) =>
        notes.add(key, `"${specifier}" is unknown: replace it with its value`, app),
      ),
    );
  return { name, app, notes, exists, all, last: (key) => all('Service', key).at(-1) };
}

function convertService(service: Service, appOf: Map<string, string>): Record<string, unknown>[] {
  const { app, notes, all, last } = service;
  const type = last('Type') ?? 'simple';
  const commands = all('Service', 'ExecStart');
  const [command] = commands;
  if (command === undefined) {
    notes.add('ExecStart', 'is missing: there is nothing to run, so it is left out', app);
    return [];
  }
  if (type === 'forking') {
    const reason = 'runs in the background, so it is left out: use its foreground command and Type=simple';
    notes.add('Type', reason, app);
    return [];
  }
  if (commands.length > 1) notes.add('ExecStart', 'has several commands: only the first is converted', app);
  if (type === 'notify' || type === 'dbus')
    notes.add('Type', `readiness by ${type} is not supported: define another check in "ready"`, app);
  const user = last('User');
  const umask = last('UMask');
  const group = last('Group');
  return [
    {
      name: app,
      ...commandOf(command, app, notes),
      cwd: folderOf(last('WorkingDirectory')),
      ...environmentOf(service),
      ...(user === undefined ? {} : { user }),
      ...(group === undefined ? {} : { group }),
      ...groupsOf(service),
      ...(umask === undefined ? {} : { umask }),
      ...sandboxOf(service),
      ...dependenciesOf(service, appOf),
      restart: restartOf(service, type),
      stop: {
        signal: last('KillSignal') ?? 'SIGTERM',
        timeout: milliseconds(last('TimeoutStopSec') ?? last('TimeoutSec'), 90_000),
      },
      logs: logsOf(service),
    },
  ];
}

/** The part of the sandbox that OPM supports; `unit-keys.ts` notes the rest. */
function sandboxOf({ all, last, exists }: Service): Record<string, unknown> {
  // `-` before a path: it may be missing; `+`: below RootDirectory.
  const paths = all('Service', 'ReadOnlyPaths')
    .flatMap((value) => value.split(/\s+/))
    .filter((path) => !path.startsWith('-') || exists(path.replace(/^-\+?/, '')))
    .map((path) => path.replace(/^[-+]+/, ''))
    .filter((path) => path.startsWith('/'));
  return {
    ...(isYes(last('NoNewPrivileges')) ? { noNewPrivileges: true } : {}),
    ...(isYes(last('PrivateTmp')) ? { privateTmp: true } : {}),
    ...(paths.length === 0 ? {} : { readOnlyPaths: paths }),
  };
}

/** A boolean as systemd reads it. */
function isYes(value: string | undefined): boolean {
  return value !== undefined && /^(1|yes|y|true|t|on)$/i.test(value);
}

/** An empty assignment takes back what was named before it. */
function groupsOf({ all }: Service): { groups?: string[] } {
  const values = all('Service', 'SupplementaryGroups');
  const groups = values.slice(values.lastIndexOf('') + 1).flatMap(unitWords);
  return groups.length === 0 ? {} : { groups };
}

function commandOf(text: string, app: string, notes: Notes): Record<string, unknown> {
  const [, prefix = '', line = ''] = /^([-@:+!]*)(.*)$/s.exec(text) ?? [];
  for (const sign of prefix.replaceAll(/[:-]/g, ''))
    notes.add('ExecStart', `the prefix "${sign}" of the command is not converted`, app);
  // systemd expands variables; so does a shell, and exec then replaces it.
  if (/\$(\{?\w)/.test(line) && !prefix.includes(':')) return { command: `exec ${line}`, shell: true };
  return { command: unitWords(line.replaceAll('$$', '$')) };
}

function folderOf(folder: string | undefined): string {
  if (folder === undefined) return '/';
  const path = folder.replace(/^-/, '');
  return path === '~' ? homedir() : path;
}

function environmentOf({ app, notes, exists, all }: Service): Record<string, unknown> {
  const pairs = all('Service', 'Environment').flatMap(unitWords);
  const env = Object.fromEntries(
    pairs.filter((pair) => pair.includes('=')).map((pair) => pair.split(/=(.*)/s, 2) as [string, string]),
  );
  const files = all('Service', 'EnvironmentFile');
  const found = files.filter((file) => !file.startsWith('-') || exists(file.slice(1)));
  for (const file of files.filter((name) => !found.includes(name)))
    notes.add('EnvironmentFile', `${file.slice(1)} is optional and missing, so it is left out`, app);
  return {
    env,
    ...(found.length === 0 ? {} : { envFile: found.map((file) => file.replace(/^-/, '')) }),
    // A system service starts with an almost empty environment.
    inheritEnv: ['PATH', 'LANG', ...all('Service', 'PassEnvironment').flatMap(unitWords)],
  };
}

function dependenciesOf({ all }: Service, appOf: Map<string, string>): Record<string, unknown> {
  const after = all('Unit', 'After').flatMap(unitWords);
  const known = after.flatMap((unit) => appOf.get(unit) ?? []);
  return known.length === 0 ? {} : { dependsOn: [...new Set(known)] };
}

const POLICIES: Record<string, string> = {
  no: 'never',
  always: 'always',
  'on-failure': 'on-failure',
  'on-abnormal': 'on-failure',
  'on-abort': 'on-failure',
  'on-watchdog': 'never',
  'on-success': 'always',
};

/** A limit without a time is no limit. */
const UNLIMITED = 1_000_000;

function restartOf({ app, notes, last, all }: Service, type: string): Record<string, unknown> {
  const asked = last('Restart') ?? 'no';
  if (!/^(no|always|on-failure)$/.test(asked))
    notes.add('Restart', `"${asked}" becomes "${POLICIES[asked] ?? 'never'}", the closest equivalent`, app);
  const codes = (last('SuccessExitStatus') ?? '')
    .split(/\s+/)
    .filter((code) => /^\d+$/.test(code))
    .map(Number);
  const wait = milliseconds(last('RestartSec'), 100);
  const limit = (key: string): string | undefined => all('Unit', key).at(-1) ?? last(key);
  const policy = type === 'oneshot' ? 'never' : (POLICIES[asked] ?? 'never');
  if (policy === 'never') return { policy };
  // A successful exit causes a restart only under "always".
  const stop = policy === 'on-failure' && codes.length > 0 ? { stopExitCodes: codes } : {};
  const window = milliseconds(limit('StartLimitIntervalSec') ?? limit('StartLimitInterval'), 10_000);
  return {
    policy,
    ...stop,
    backoff: [wait, wait],
    ...(window === 0
      ? { maxRestarts: UNLIMITED }
      : { maxRestarts: Number(limit('StartLimitBurst') ?? 5), window }),
  };
}

function logsOf({ app, notes, last }: Service): Record<string, unknown> {
  const logs: Record<string, string> = {};
  for (const [key, stream] of [
    ['StandardOutput', 'out'],
    ['StandardError', 'err'],
  ] as const) {
    const place = last(key) ?? (stream === 'err' ? last('StandardOutput') : undefined);
    const [, path] = /^(?:append|file|truncate):(.+)$/.exec(place ?? '') ?? [];
    if (path !== undefined) logs[stream] = path;
    else if (place === 'null') logs[stream] = '/dev/null';
    else if (last(key) !== undefined && !/^(journal|inherit|syslog)/.test(place ?? ''))
      notes.add(key, `"${place}" is not supported; the app's own log file is used`, app);
  }
  return logs;
}

function milliseconds(text: string | undefined, fallback: number): unknown {
  return text === undefined ? fallback : (timeSpanMs(text) ?? fallback);
}
