import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { checkAccess } from '../../runtime/quirks/check-access.ts';
import type { Obstacle } from './preflight-errors.ts';

export type FoundCommand = { file: string } | { obstacle: Obstacle };

/** The kernel reads no more of a `#!` line than this. */
const SHEBANG_BYTES = 256;

/**
 * Finds the file that `execvp` would run, by the same rules: a name with a slash is a path from `cwd`; any other is
 * searched in `searchPath`, whose relative parts start at `cwd`. Reports the problem where the kernel would only
 * report ENOENT.
 */
export async function findCommand(options: {
  command: string;
  cwd: string;
  searchPath: string;
}): Promise<FoundCommand> {
  const { command, cwd, searchPath } = options;
  const byName = !command.includes('/');
  const candidates = byName
    ? searchPath.split(':').map((folder) => resolve(cwd, folder, command))
    : [resolve(cwd, command)];
  let problem: string | null = null;
  for (const file of command === '' ? [] : candidates) {
    const found = await examine(file);
    if (found === 'program') return examineInterpreter(file, { cwd, searchPath });
    // The first one that exists but cannot run is the one to report, if no other is found.
    if (found !== null) problem ??= found;
  }
  if (problem !== null) return obstacle(problem);
  return obstacle(
    byName
      ? `the command "${command}" was not found in PATH (${searchPath})`
      : `the command "${resolve(cwd, command)}" does not exist`,
  );
}

/** `'program'`, or what is wrong with the file, or `null` when there is none. */
async function examine(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return `the command "${file}" is a folder`;
    if (!found.isFile()) return `the command "${file}" is not a regular file`;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    return `the command "${file}" cannot be read (${code ?? messageOf(error)})`;
  }
  try {
    checkAccess(file, constants.X_OK);
    return 'program';
  } catch {
    return `the command "${file}" is not executable (chmod +x would make it so)`;
  }
}

/** A script whose interpreter is missing fails with the ENOENT of the script, although that is there. */
async function examineInterpreter(
  file: string,
  { cwd, searchPath }: { cwd: string; searchPath: string },
): Promise<FoundCommand> {
  const line = await readShebang(file);
  // Only blanks separate: the carriage return of a file from Windows is part of the name, and JSON shows it.
  const [, interpreter, argument = ''] = /^[ \t]*([^ \t]+)[ \t]*(.*)$/.exec(line ?? '') ?? [];
  if (interpreter === undefined) return { file };
  const problem = await examine(resolve(cwd, interpreter));
  if (problem !== 'program') {
    const why = problem === null ? 'does not exist' : 'cannot be run';
    return obstacle(`the interpreter ${JSON.stringify(interpreter)} that "${file}" asks for ${why}`);
  }
  if (basename(interpreter) !== 'env' || !/^(?!-)[^=/\s]+\r?$/.test(argument)) return { file };
  const found = await findCommand({ command: argument, cwd, searchPath });
  return 'file' in found
    ? { file }
    : obstacle(
        `"${file}" asks for the interpreter ${JSON.stringify(argument)}, which is not in PATH (${searchPath})`,
      );
}

/** What follows `#!` on the first line, or `null` for anything else, also a program that we may run but not read. */
async function readShebang(file: string): Promise<string | null> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SHEBANG_BYTES), 0, SHEBANG_BYTES, 0);
      const text = buffer.toString('latin1', 0, bytesRead);
      return text.startsWith('#!') ? text.slice(2).split('\n')[0]! : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

function obstacle(message: string): FoundCommand {
  return { obstacle: { code: 'COMMAND_UNUSABLE', message } };
}
