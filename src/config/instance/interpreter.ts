import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { basename, delimiter, extname, join, resolve } from 'node:path';
import { checkAccess } from '../../runtime/quirks/check-access.ts';

/**
 * The programs that run a script, by its extension: the first one found on the PATH, or else the first. Each with the
 * arguments that precede the script.
 */
export const INTERPRETERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '.js': [['node']],
  '.mjs': [['node']],
  '.cjs': [['node']],
  '.ts': [['bun'], ['tsx'], ['deno', 'run', '--allow-all'], ['node']],
  '.mts': [['bun'], ['tsx'], ['deno', 'run', '--allow-all'], ['node']],
  '.cts': [['bun'], ['tsx'], ['node']],
  '.tsx': [['bun'], ['tsx']],
  '.py': [['python3'], ['python']],
  '.sh': [['bash'], ['sh']],
  '.rb': [['ruby']],
  '.pl': [['perl']],
  '.php': [['php']],
  '.lua': [['lua']],
};

/** The program, with its first arguments, that runs this script; `null` for an unknown extension. */
export function interpreterFor(file: string, searchPath: string | undefined): string[] | null {
  const candidates = INTERPRETERS[extname(file).toLowerCase()];
  if (candidates === undefined) return null;
  const found = candidates.find(([program]) => findOnPath(program!, searchPath) !== null);
  return [...(found ?? candidates[0]!)];
}

const PROGRAMS = new Set(Object.values(INTERPRETERS).flatMap((ways) => ways.map(([program]) => program)));

/** Options after which an interpreter takes a word that is not its script. */
const TAKES_A_WORD = /^(-[cemrI]|--eval|--print|--require|--import|--loader|--experimental-loader)$/;

function isInterpreter(program: string): boolean {
  return PROGRAMS.has(basename(program).replace(/[0-9.]+$/, '')) || PROGRAMS.has(basename(program));
}

/** Where in a command stands the script that an interpreter is given; -1 where there is none. */
export function scriptIndexOf([program = '', ...words]: readonly string[]): number {
  if (!isInterpreter(program)) return -1;
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !TAKES_A_WORD.test(words[index - 1] ?? ''),
  );
  return at < 0 || words.slice(0, at).some((word) => /^-[cem]$/.test(word)) ? -1 : at + 1;
}

/**
 * What a command runs, for a comparison: the path of a script or of a program; else, since `npm` or `python3 -m` are
 * something else in every folder, the first word with the folder.
 */
export function programOf({ argv, cwd }: { argv: readonly string[]; cwd: string }): string {
  const at = scriptIndexOf(argv);
  if (at >= 0) return resolve(cwd, argv[at]!);
  const [program = ''] = argv;
  return program.includes('/') && !isInterpreter(program) ? resolve(cwd, program) : `${program} in ${cwd}`;
}

/** The full path of a program, or `null` when no folder of the PATH has it. */
export function findOnPath(program: string, searchPath: string | undefined): string | null {
  for (const folder of (searchPath ?? '').split(delimiter)) {
    if (folder === '') continue;
    const file = join(folder, program);
    if (isFile(file) && isExecutable(file)) return file;
  }
  return null;
}

/** Also false for what cannot be a path: a word may be too long for one, or lead through a file. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export function isExecutable(path: string): boolean {
  try {
    checkAccess(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** True for a file the kernel can start by itself: executable, and binary or with a `#!` line. */
export function isProgram(path: string): boolean {
  if (!isFile(path) || !isExecutable(path)) return false;
  const start = Buffer.alloc(64);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, start, 0, start.length, 0);
    return start.subarray(0, 2).toString('latin1') === '#!' || start.subarray(0, length).includes(0);
  } finally {
    closeSync(file);
  }
}
