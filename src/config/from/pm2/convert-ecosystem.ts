import { resolve } from 'node:path';
import { freeName } from '../../instance/usable-name.ts';
import { isPlainObject } from '../../schema/known-object.ts';
import type { LocatedProblem } from '../../schema/problem.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { behaviourOf } from './behaviour-keys.ts';
import { instanceEnv } from './instance-env.ts';
import { canonicalKeys, noteUnmapped } from './pm2-keys.ts';
import { commandOf, nameOfScript } from './pm2-script.ts';
import { instanceCount, setVariablesOf, variablesOf } from './pm2-values.ts';
import { appsOf } from './recognise-pm2.ts';

export interface EcosystemOptions {
  /** Folder of the file, absolute. PM2 uses the caller's, but a file should mean the same everywhere. */
  folder: string;
  /** Environment in which programs are looked up. */
  env: Record<string, string | undefined>;
  cores: number;
  /** Which `env_<name>` is added to `env`, as `pm2 start --env <name>` does. */
  profile?: string | undefined;
}

/** Converts an ecosystem file of PM2. Every key is either mapped or named in a warning. */
export function convertEcosystem(content: unknown, options: EcosystemOptions): Conversion {
  const notes = createNotes();
  noteRoot(content, notes);
  const taken = new Set<string>();
  const apps: Record<string, unknown>[] = [];
  for (const entry of appsOf(content)) {
    const keys = canonicalKeys(entry, notes);
    const script = typeof keys.script === 'string' ? keys.script : '';
    const wanted = wantedName(keys, script, options.profile);
    if (keys.autostart === false) {
      notes.add('autostart', 'apps that should not start are left out', wanted);
      continue;
    }
    const name = freeName(wanted, taken);
    if (name !== wanted) notes.add('name', `"${wanted}" is called "${name}" here`);
    noteUnmapped(keys, name, notes);
    apps.push(convertApp(keys, script, name, options, notes));
  }
  return {
    content: { apps },
    overrides: [],
    notes: notes.all(),
    problems: served(content),
    hasProfiles: true,
  };
}

/** For the script "serve", PM2 runs its own file server, which has no equivalent here. */
function served(content: unknown): LocatedProblem[] {
  const list = isPlainObject(content) ? ['apps', 'pm2'].filter((key) => key in content).slice(0, 1) : [];
  return appsOf(content).flatMap((entry, index) =>
    canonicalKeys(entry).script === 'serve' ? [{ segments: [...list, index, 'script'], message: SERVE }] : [],
  );
}

const SERVE =
  '"serve" is PM2\'s own file server, which OPM does not have: give a command that serves the folder, like ' +
  '"npx serve -l 8080 ./public" or "python3 -m http.server 8080 -d public"';

function convertApp(
  keys: Record<string, unknown>,
  script: string,
  name: string,
  options: EcosystemOptions,
  notes: Notes,
): Record<string, unknown> {
  const cwd = resolve(options.folder, typeof keys.cwd === 'string' ? keys.cwd : '.');
  const instances = instanceCount(keys.instances, options.cores);
  const env = environmentOf(keys, name, options, notes);
  const command =
    script === ''
      ? []
      : commandOf({ ...scriptKeys(keys), script, cwd, searchPath: options.env.PATH }, name, notes);
  const program = command[0] ?? '';
  if (keys.source_map_support === true && /(^|\/)node$/.test(program))
    command.splice(1, 0, '--enable-source-maps');
  if (/python/.test(program)) env.PYTHONUNBUFFERED ??= '1';
  const perInstance = instanceEnv(keys, env, instances, program, name, notes);
  // It becomes `port`, which counts up.
  if (perInstance.port !== undefined) delete env.PORT;
  const behaviour = behaviourOf(keys, { name, cwd, program, instances, notes });
  return {
    name,
    command,
    cwd,
    instances,
    ...behaviour,
    env: { ...env, ...(behaviour.env as object | undefined), ...perInstance.env },
    countUp: perInstance.countUp,
    ...(perInstance.port === undefined ? {} : { port: perInstance.port }),
  };
}

function scriptKeys(keys: Record<string, unknown>) {
  return { args: keys.args, interpreter: keys.exec_interpreter, interpreterArgs: keys.node_args };
}

function wantedName(keys: Record<string, unknown>, script: string, profile: string | undefined): string {
  const name = keys.name === undefined ? nameOfScript(script) : String(keys.name);
  const prefixed = keys.name_prefix === undefined ? name : `${keys.name_prefix}:${name}`;
  return keys.append_env_to_name === true && profile !== undefined ? `${prefixed}-${profile}` : prefixed;
}

function environmentOf(
  keys: Record<string, unknown>,
  name: string,
  { profile }: EcosystemOptions,
  notes: Notes,
): Record<string, string> {
  if (typeof keys.env === 'string') notes.add('env', 'must be an object of variables; it is ignored', name);
  const env = isPlainObject(keys.env) ? variablesOf(keys.env) : {};
  for (const key of Object.keys(keys).filter((other) => other.startsWith('env_'))) {
    if (key === `env_${profile}`) Object.assign(env, setVariablesOf(keys[key]));
    else if (key === 'env_file')
      notes.add(key, 'PM2 does not read variables from a file; use "envFile" in an opm.config file', name);
    else notes.add(key, `is used with --env ${key.slice('env_'.length)}`, name);
  }
  if (profile !== undefined && !(`env_${profile}` in keys))
    notes.add(`env_${profile}`, 'does not exist, so only "env" is used', name);
  return env;
}

function noteRoot(content: unknown, notes: Notes): void {
  // The other keys beside "pm2" belong to a package.json.
  if (!isPlainObject(content) || !('apps' in content)) return;
  for (const key of Object.keys(content)) {
    if (key === 'apps') continue;
    if (key === 'deploy') notes.add(key, 'OPM does not deploy; it is ignored');
    else if (key === 'static') notes.add(key, 'OPM has no file server; it is ignored');
    else notes.add(key, 'is not a PM2 key that OPM knows; it is ignored');
  }
}
