import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, resolve } from 'node:path';
import { flagsInvalid, scriptUnusable } from '../config-errors.ts';
import { readEnvFiles } from '../env-files/read-env-files.ts';
import { createNotes, noteSentence } from '../from/conversion.ts';
import { givenBehaviour } from '../from/pm2/behaviour-keys.ts';
import { canonicalKeys, noteUnmapped } from '../from/pm2/pm2-keys.ts';
import { nameOfScript } from '../from/pm2/pm2-script.ts';
import { argumentList, instanceCount } from '../from/pm2/pm2-values.ts';
import type { ConfigProblem, LocatedProblem } from '../schema/problem.ts';
import { validateConfig } from '../schema/validate.ts';
import { joinWords, splitWords } from '../split-words.ts';
import type { InstanceSpec } from './instance-spec.ts';
import { INTERPRETERS, interpreterFor, isFile, isProgram } from './interpreter.ts';
import { resolveInstances } from './resolve-instances.ts';
import { usableName } from './usable-name.ts';

/** The flags of `opm start` as words, by the keys of the config that they set; `null` or absent if not given. */
export interface CommandFlags {
  name?: string | null;
  cwd?: string | null;
  /** `KEY=VALUE` each. */
  env?: readonly string[] | null;
  /** A program, optionally with arguments of its own, or `none`. */
  interpreter?: string | null;
  shell?: boolean | null;
  [key: string]: string | number | boolean | readonly string[] | null | undefined;
}

export interface CommandRequest {
  /** A script file, or a command line. */
  target: string;
  /** Words for the script or command, from after `--`. */
  args: readonly string[];
  options: CommandFlags;
  /** Flags of `pm2 start`, as the keys of PM2's files that they set. */
  pm2Keys?: Readonly<Record<string, unknown>>;
  /** Told what of those is not there. */
  onWarning?: (sentence: string) => void;
  /** The caller's folder, absolute: files are looked up here, and the app runs here unless `--cwd` overrides it. */
  cwd: string;
  /** OPM's state folder, absolute. */
  home: string;
  /** Environment whose PATH is used to find interpreters; defaults to that of this process. */
  env?: Record<string, string | undefined>;
}

/**
 * The instances for `opm start <script or command> [flags] [-- args]`. A target that is a file is a script: it is run
 * by the interpreter of its extension, or directly if it is executable. Anything else is a command line.
 *
 * @throws `FLAG_INVALID` (64) with every problem of the flags, `SCRIPT_UNUSABLE` (1)
 */
export function specsFromCommand(request: CommandRequest): InstanceSpec[] {
  const { options, cwd, home } = request;
  const { command, defaultName } = commandOf(request);
  const { env, problems } = variablesOf(options.env ?? []);
  const name = options.name ?? usableName(defaultName);
  const place = { name, cwd: resolve(cwd, options.cwd ?? '.'), program: String(command[0]) };
  const behaviour = pm2Behaviour(request, place);
  const app = {
    // What is started by hand is ended as by Ctrl-C, and as by PM2.
    stop: { signal: 'SIGINT' },
    ...behaviour,
    ...given({ ...options, interpreter: null, env: null, instances: null }, ['port']),
    ...(options.instances === null || options.instances === undefined
      ? {}
      : { instances: instanceCount(options.instances, availableParallelism()) }),
    name,
    command,
    cwd: place.cwd,
    env: { ...(behaviour.env as object | undefined), ...env },
  };
  const { config, problems: found } = validateConfig({ apps: [app] });
  const [checked] = config?.apps ?? [];
  if (checked === undefined || problems.length > 0) throw flagsInvalid([...problems, ...found.map(asFlag)]);
  const files = readEnvFiles([checked], cwd);
  if (files.problems.length > 0) throw flagsInvalid(files.problems.map(asFlag));
  return resolveInstances({ app: checked, folder: cwd, home, fileEnv: files.byApp[0] ?? {} });
}

/** What flags of PM2 say, in the words of the config. */
function pm2Behaviour(
  { pm2Keys = {}, options, onWarning }: CommandRequest,
  place: { name: string; cwd: string; program: string },
): Record<string, unknown> {
  const notes = createNotes();
  const keys = canonicalKeys({ ...pm2Keys });
  noteUnmapped(keys, place.name, notes);
  const instances = instanceCount(options.instances ?? undefined, availableParallelism());
  const behaviour = givenBehaviour(keys, { ...place, instances, notes });
  for (const note of notes.all()) onWarning?.(noteSentence(note));
  return behaviour;
}

function commandOf(request: CommandRequest): { command: string | string[]; defaultName: string } {
  const { target, args, options, cwd } = request;
  const file = resolve(cwd, target);
  if (isFile(file) && options.shell !== true) {
    const runner = runnerOf(request, file);
    const between = runner.length === 0 ? [] : interpreterArguments(request, runner[0]!);
    return { command: [...runner, ...between, file, ...args], defaultName: nameOfScript(target) };
  }
  refuseMissingScript(target, file, options);
  if (options.shell === true) {
    const line = args.length === 0 ? target : `${target} ${joinWords(args)}`;
    return { command: line, defaultName: basename(target.trim().split(/\s+/, 1)[0]!) };
  }
  const words = splitWords(target);
  if (!Array.isArray(words)) throw scriptUnusable(target, `it cannot be split into words: ${words.reason}`);
  const [program] = words;
  if (program === undefined || program === '') throw scriptUnusable(target, 'it names no program');
  return { command: [...words, ...args], defaultName: basename(program) };
}

/** What PM2's `--node-args` and `--source-map-support` put between the interpreter and the script. */
function interpreterArguments({ pm2Keys = {} }: CommandRequest, program: string): string[] {
  const maps = pm2Keys.source_map_support === true && /(^|\/)node$/.test(program);
  return [...(maps ? ['--enable-source-maps'] : []), ...argumentList(pm2Keys.node_args)];
}

/** The words before an existing script. */
function runnerOf({ target, options, env = process.env }: CommandRequest, file: string): string[] {
  const { interpreter } = options;
  if (typeof interpreter === 'string' && interpreter !== 'none') {
    const words = splitWords(interpreter);
    if (Array.isArray(words) && words.length > 0) return words;
    throw flagsInvalid([{ path: '--interpreter', message: `"${interpreter}" names no program` }]);
  }
  const known = interpreter === 'none' ? null : interpreterFor(file, env.PATH);
  if (known !== null) return known;
  if (isProgram(file)) return [];
  const reason = interpreter === 'none' ? '' : ' and its extension names no interpreter';
  throw scriptUnusable(
    target,
    `it is not executable${reason}: run "chmod +x ${target}" or use --interpreter`,
  );
}

/** A word that can only have been meant as a file. */
function refuseMissingScript(target: string, file: string, { interpreter, shell }: CommandFlags): void {
  if (shell === true) return;
  if (existsSync(file) && statSync(file).isDirectory() && target.includes('/')) {
    throw scriptUnusable(target, 'it is a folder: give the script in it');
  }
  const looksLikeFile =
    !/\s/.test(target) && (target.includes('/') || extname(target).toLowerCase() in INTERPRETERS);
  if (looksLikeFile || typeof interpreter === 'string')
    throw scriptUnusable(target, `the file ${file} does not exist`);
}

function variablesOf(assignments: readonly string[]): {
  env: Record<string, string>;
  problems: ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const pairs: [string, string][] = [];
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    if (equals > 0) pairs.push([assignment.slice(0, equals), assignment.slice(equals + 1)]);
    else problems.push({ path: '--env', message: `"${assignment}" is not of the form KEY=VALUE` });
  }
  return { env: Object.fromEntries(pairs), problems };
}

/** The flags that were given, with numbers converted where a count is expected. */
function given(options: CommandFlags, counts: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(options).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const isCount = counts.includes(key) && typeof value === 'string' && /^[0-9]+$/.test(value);
      return [key, isCount ? Number(value) : value];
    }),
  );
}

/** A problem of the app that the flags describe, named by its flag. */
function asFlag({ segments, message }: LocatedProblem): ConfigProblem {
  const [, , key, ...rest] = segments;
  if (key === undefined || key === 'command') return { path: 'the command', message };
  const flag = `--${String(key).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return { path: key === 'env' && rest.length > 0 ? `${flag} ${rest.join('.')}` : flag, message };
}
