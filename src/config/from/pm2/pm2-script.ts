import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { findOnPath, INTERPRETERS, interpreterFor, isFile, isProgram } from '../../instance/interpreter.ts';
import type { Notes } from '../conversion.ts';
import { argumentList, isPlainCommand } from './pm2-values.ts';

/** Where and how PM2 would run a script, as the words of a command. */
export interface ScriptOptions {
  script: string;
  args: unknown;
  /** `exec_interpreter`: a program, `none`, or absent. */
  interpreter: unknown;
  /** `node_args`: given to the interpreter, before the script. */
  interpreterArgs: unknown;
  /** Absolute. */
  cwd: string;
  searchPath: string | undefined;
}

/**
 * PM2's rules: a script with spaces is a command line for bash; a script is looked for in the app's folder and
 * then on the PATH; its interpreter is the one named, else that of its extension, else none for a program and
 * Node for anything else.
 */
export function commandOf(options: ScriptOptions, name: string, notes: Notes): string[] {
  const { script, cwd, searchPath } = options;
  const args = argumentList(options.args);
  const path = resolve(cwd, script);
  if (script.includes(' ') && !existsSync(path)) {
    if (isPlainCommand(script)) return [...argumentList(script), ...args];
    return [findOnPath('bash', searchPath) ?? '/bin/sh', '-c', script];
  }
  const file = locate(script, path, searchPath);
  const interpreter = interpreterOf(options, file, name, notes);
  if (interpreter === null) return [file, ...args];
  return [...interpreter, ...argumentList(options.interpreterArgs), file, ...args];
}

/** What PM2 calls an app without a name. */
export function nameOfScript(script: string): string {
  const base = basename(script);
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

function locate(script: string, path: string, searchPath: string | undefined): string {
  if (existsSync(path)) return path;
  const found = script.includes('/') ? null : findOnPath(script, searchPath);
  if (found !== null) return found;
  // Neither is there now. A script that is missing is named by its full path when the app cannot be started.
  return script.includes('/') || extname(script) in INTERPRETERS ? path : script;
}

function interpreterOf(options: ScriptOptions, file: string, name: string, notes: Notes): string[] | null {
  const { interpreter, searchPath } = options;
  if (interpreter === 'none') return null;
  if (typeof interpreter === 'string') {
    if (!/^node@/.test(interpreter)) return [interpreter];
    notes.add(
      'interpreter',
      `"${interpreter}" chooses a version of Node through nvm; the node on the PATH is used`,
      name,
    );
    return ['node'];
  }
  const known = interpreterFor(file, searchPath);
  if (known !== null) return known;
  return isFile(file) && !isProgram(file) ? ['node'] : null;
}
