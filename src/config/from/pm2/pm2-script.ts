import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { findOnPath, INTERPRETERS, interpreterFor, isFile, isProgram } from '../../instance/interpreter.ts';
import type { Notes } from '../conversion.ts';
import { argumentList, commandWords, isPlainCommand } from './pm2-values.ts';

/** Where and how PM2 would run a script, as the words of a command. */
export interface ScriptOptions {
  script: string;
  args: unknown;
  /** `exec_interpreter`: a program, `none`, or absent. */
  interpreter: unknown;
  /** `node_args`: passed to the interpreter, before the script. */
  interpreterArgs: unknown;
  /** Absolute. */
  cwd: string;
  searchPath: string | undefined;
}

/**
 * PM2's rules: a script with spaces is a command line for bash; a script is looked up in the app's folder and then on
 * the PATH; its interpreter is the one named, or the one of its extension, or none for a program and Node for
 * anything else. PM2 passes scripts to Node even if their `#!` line names another program, which cannot work and is
 * not followed.
 */
export function commandOf(options: ScriptOptions, name: string, notes: Notes): string[] {
  const { script, cwd, searchPath } = options;
  const args = argumentList(options.args);
  const path = resolve(cwd, script);
  if (script.includes(' ') && !existsSync(path)) {
    if (args.length > 0) notes.add('args', 'PM2 passes none to a command line; write them in "script"', name);
    if (isPlainCommand(script)) return commandWords(script);
    return [findOnPath('bash', searchPath) ?? '/bin/sh', '-c', script];
  }
  const file = locate(script, path, searchPath);
  const interpreter = interpreterOf(options, file, name, notes);
  if (interpreter === null) return [file, ...args];
  return [...interpreter, ...argumentList(options.interpreterArgs), file, ...args];
}

/** PM2's name for an app without one. */
export function nameOfScript(script: string): string {
  const base = basename(script);
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

function locate(script: string, path: string, searchPath: string | undefined): string {
  if (existsSync(path)) return path;
  const found = script.includes('/') ? null : findOnPath(script, searchPath);
  if (found !== null) return found;
  // Neither exists now. A missing script is reported with its full path when the app cannot be started.
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
  if (extname(file).toLowerCase() === '.py')
    return [findOnPath('python', searchPath) === null ? 'python3' : 'python'];
  const known = interpreterFor(file, searchPath);
  if (known !== null) return known;
  return isFile(file) && (!isProgram(file) || isForNode(file)) ? ['node'] : null;
}

/** Whether the first line asks for Node: started through it by name, the script can be passed its options. */
function isForNode(path: string): boolean {
  const start = Buffer.alloc(128);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, start, 0, start.length, 0);
    return /^#!\s*\S*[/ ]node\s*(\n|$)/.test(start.subarray(0, length).toString('latin1'));
  } finally {
    closeSync(file);
  }
}
