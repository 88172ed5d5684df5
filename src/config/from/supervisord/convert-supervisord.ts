import { dirname, resolve } from 'node:path';
import { freeName } from '../../instance/usable-name.ts';
import { NUMBER } from '../../keys/logs-keys.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { commandWords } from '../pm2/pm2-values.ts';
import type { IniSection } from './parse-ini.ts';
import { noteUnmapped } from './program-keys.ts';
import { assignments, expand, isOn, unknownExpansion } from './supervisord-values.ts';

/** The sections of one file. Included files have their own entries. */
export interface SupervisordFile {
  /** Absolute. */
  file: string;
  sections: IniSection[];
}

type Env = Record<string, string>;

/** What all programs in the files share. */
interface Shared {
  env: Env;
  directory: string | undefined;
  /** Name of a program → name of its group. */
  groups: Map<string, string>;
  /** The caller's variables, for `%(ENV_HOME)s`. */
  caller: Env;
}

const OWN_SECTIONS = /^(unix_http_server|inet_http_server|supervisorctl|rpcinterface:.*|include|group:.*)$/;

/** Converts the programs of supervisord's config files to apps. */
export function convertSupervisord(files: readonly SupervisordFile[], caller: Env): Conversion {
  const notes = createNotes();
  const taken = new Set<string>();
  const apps: Record<string, unknown>[] = [];
  const sections = files.flatMap(({ file, sections: all }) => all.map((section) => ({ ...section, file })));
  const shared: Shared = { env: {}, directory: undefined, groups: groupsOf(sections), caller };
  for (const { name, keys, file } of sections) {
    if (name !== 'supervisord') continue;
    Object.assign(shared.env, assignments(keys.get('environment') ?? ''));
    const directory = keys.get('directory');
    if (directory !== undefined)
      shared.directory = resolve(
        dirname(file),
        expand(directory, { here: dirname(file) }, () => {}),
      );
    for (const key of ['user', 'umask'])
      if (keys.has(key)) notes.add(key, 'of supervisord itself is not converted: run OPM as that user');
  }
  for (const { name: title, keys, file } of sections) {
    const [, program] = /^program:(.+)$/.exec(title) ?? [];
    if (program !== undefined) apps.push(...convertProgram({ program, keys, file, shared, taken, notes }));
    else if (title !== 'supervisord' && !OWN_SECTIONS.test(title)) notes.add(`[${title}]`, reasonOf(title));
  }
  return { content: { apps }, overrides: [], notes: notes.all(), problems: [] };
}

function reasonOf(title: string): string {
  if (title.startsWith('eventlistener:')) return 'OPM has no event listeners; use a plugin';
  if (title.startsWith('fcgi-program:'))
    return 'OPM does not bind FastCGI sockets; let the program bind its own, and define it as an app';
  return 'is not a supervisord section that OPM knows; it is ignored';
}

function groupsOf(sections: readonly IniSection[]): Map<string, string> {
  return new Map(
    sections.flatMap(({ name, keys }) => {
      const [, group] = /^group:(.+)$/.exec(name) ?? [];
      if (group === undefined) return [];
      return (keys.get('programs') ?? '').split(',').map((one): [string, string] => [one.trim(), group]);
    }),
  );
}

interface ProgramOptions {
  program: string;
  keys: Map<string, string>;
  file: string;
  shared: Shared;
  taken: Set<string>;
  notes: Notes;
}

/**
 * Processes of one program that differ in more than their number become separate apps: a config can only count.
 */
function convertProgram(options: ProgramOptions): Record<string, unknown>[] {
  const { program, keys, notes, taken } = options;
  const count = processCount(options);
  const first = Number(keys.get('numprocs_start') ?? 0);
  const numbered = ['command', 'environment', 'directory'].some((key) =>
    /%\(process_num\)/.test(keys.get(key) ?? ''),
  );
  noteUnmapped(keys, program, notes);
  if (keys.has('autostart') && !isOn(keys.get('autostart'))) {
    notes.add('autostart', 'programs that should not start are left out', program);
    return [];
  }
  const parts = numbered && count > 1 ? Array.from({ length: count }, (_, index) => first + index) : [null];
  return parts.map((number) => {
    const wanted = number === null ? program : `${program}-${number}`;
    const name = freeName(wanted, taken);
    if (name !== wanted) notes.add('name', `"${wanted}" is called "${name}" here`);
    const value = expander(options, name, number);
    const app = appOf(options, name, value);
    return number === null && count > 1
      ? { name, instances: count, ...app, logs: sharedLogs(app.logs) }
      : { name, ...app };
  });
}

/** As many as `instances` allows. */
const MOST_PROCESSES = 10_000;

function processCount({ program, keys, notes }: ProgramOptions): number {
  const given = keys.get('numprocs') ?? '1';
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_PROCESSES) return count;
  notes.add(
    'numprocs',
    `"${given}" is not a number from 1 to ${MOST_PROCESSES}, so there is one instance`,
    program,
  );
  return 1;
}

type Expander = (key: string) => string | undefined;

/** @param number of the single process it is for; `null` for all of them */
function expander(
  { program, keys, file, shared, notes }: ProgramOptions,
  app: string,
  number: number | null,
): Expander {
  const known: Record<string, string | number> = {
    program_name: program,
    group_name: shared.groups.get(program) ?? program,
    process_num: number ?? Number(keys.get('numprocs_start') ?? 0),
    numprocs: keys.get('numprocs') ?? '1',
    here: dirname(file),
    ...Object.fromEntries(Object.entries(shared.caller).map(([name, value]) => [`ENV_${name}`, value])),
  };
  return (key) => {
    const text = keys.get(key);
    // A log path has its own placeholder for the instance number.
    const here = number === null && /_logfile$/.test(key) ? { ...known, process_num: NUMBER } : known;
    return text === undefined ? undefined : expand(text, here, unknownExpansion(key, app, notes));
  };
}

function appOf(options: ProgramOptions, name: string, value: Expander) {
  const { program, file, shared, notes } = options;
  const env = { ...shared.env, ...assignments(value('environment') ?? '') };
  const group = shared.groups.get(program);
  const user = value('user');
  const umask = value('umask');
  const command = commandWords(value('command') ?? '');
  const directory = value('directory') ?? shared.directory;
  if (directory === undefined && command.some((word) => /^[^/\s-][^/\s]*\/\S*$/.test(word)))
    notes.add('directory', "is missing: OPM runs the app in the file's folder, supervisord in its own", name);
  return {
    command,
    cwd: resolve(dirname(file), directory ?? '.'),
    env,
    ...(user === undefined ? {} : { user }),
    ...(umask === undefined ? {} : { umask }),
    ...(group === undefined ? {} : { namespace: freeName(group, new Set()) }),
    minUptime: secondsOf(value('startsecs'), 1),
    restart: restartOf(value),
    stop: {
      signal: signalOf(value('stopsignal') ?? 'TERM'),
      timeout: secondsOf(value('stopwaitsecs'), 10),
    },
    logs: logsOf(value, dirname(file), name, notes),
  };
}

function secondsOf(value: string | undefined, fallback: number): number {
  return Number(value ?? fallback) * 1000;
}

/** A process that has run for `startsecs` has started successfully, however often it exits. */
function restartOf(value: Expander): Record<string, unknown> {
  const asked = (value('autorestart') ?? 'unexpected').toLowerCase();
  const codes = (value('exitcodes') ?? '0').split(',').map((code) => Number(code.trim()));
  const stableAfter = secondsOf(value('startsecs'), 1);
  const counted = {
    backoff: [1000, 10_000],
    maxRestarts: Number(value('startretries') ?? 3),
    ...(stableAfter > 0 ? { stableAfter } : {}),
  };
  if (asked !== 'unexpected') return isOn(asked) ? { policy: 'always', ...counted } : { policy: 'never' };
  if (codes.length === 1 && codes[0] === 0) return { policy: 'on-failure', ...counted };
  return { policy: 'always', stopExitCodes: codes, ...counted };
}

function signalOf(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith('SIG') ? upper : `SIG${upper}`;
}

/** `AUTO` lets the tool choose the place, `NONE` discards the output. */
function logsOf(value: Expander, folder: string, name: string, notes: Notes): Record<string, unknown> {
  const pathOf = (key: string): string | undefined => {
    const path = value(key);
    if (path === undefined || path.toUpperCase() === 'AUTO') return undefined;
    return path.toUpperCase() === 'NONE' ? '/dev/null' : resolve(folder, path);
  };
  const out = pathOf('stdout_logfile');
  if (out === undefined && isOn(value('redirect_stderr')))
    notes.add(
      'redirect_stderr',
      'is converted only if "stdout_logfile" names a file; otherwise the app has two log files',
      name,
    );
  const err = isOn(value('redirect_stderr')) ? out : pathOf('stderr_logfile');
  return { ...(out === undefined ? {} : { out }), ...(err === undefined ? {} : { err }) };
}

/** Without the number in its path, all processes share a file. */
function sharedLogs(logs: Record<string, unknown>): Record<string, unknown> {
  const paths = Object.values(logs).map(String);
  return paths.length === 0 || paths.some((path) => path.includes(NUMBER)) ? logs : { ...logs, shared: true };
}
