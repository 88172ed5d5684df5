import { resolve } from 'node:path';
import * as v from 'valibot';
import { showValue } from '../schema/problem.ts';
import { command, flag, text } from '../schema/schema-values.ts';
import { argv, specText } from '../schema/spec-values.ts';
import { splitWords } from '../split-words.ts';
import { type KeyProblem, keyGroup } from './key-group.ts';

/** What runs, and where. */
export const commandKeys = keyGroup({
  config: {
    command: v.pipe(
      command,
      v.metadata({
        description: 'What to run: a string is split into words without a shell, a list is used as it is.',
        examples: ['node server.js'],
      }),
    ),
    shell: v.optional(
      v.pipe(
        flag,
        v.metadata({ description: 'Run `command` (then a string) through `/bin/sh -c`.', examples: [true] }),
      ),
      false,
    ),
    cwd: v.optional(
      v.pipe(
        text('a folder'),
        v.metadata({ description: 'Folder to run in, relative to the config file.', examples: ['./api'] }),
      ),
      '.',
    ),
  },
  spec: {
    /** Executable and arguments, never empty. With `shell: true` it is `['/bin/sh', '-c', command]`. */
    argv,
    cwd: specText,
    /** What those paths of the code that lead through symbolic links led to when the instance was defined. */
    links: v.optional(v.record(specText, specText)),
  },
  resolve: (app, { folder }) => ({ argv: argvOf(app), cwd: resolve(folder, app.cwd) }),
  check: ({ command: given, shell }) => commandProblems(given, shell === true),
  synonyms: {
    script: 'command',
    exec: 'command',
    cmd: 'command',
    args: 'command',
    dir: 'cwd',
    directory: 'cwd',
    workingDirectory: 'cwd',
  },
});

function argvOf({ command: given, shell }: { command: string | string[]; shell: boolean }): string[] {
  if (Array.isArray(given)) return given;
  if (shell) return ['/bin/sh', '-c', given];
  const words = splitWords(given);
  // Validation has already split it.
  if (!Array.isArray(words)) throw new TypeError(`unsplittable command: ${words.reason}`);
  return words;
}

function commandProblems(given: unknown, shell: boolean): KeyProblem[] {
  const problem = (message: string): KeyProblem[] => [{ path: ['command'], message }];
  const noProgram = `${showValue(given)} names no program`;
  if (Array.isArray(given)) {
    return [
      ...(shell
        ? [{ path: ['shell'], message: 'needs "command" as one string: join the list, or remove shell' }]
        : []),
      ...(given[0] === '' ? problem(noProgram) : []),
    ];
  }
  if (shell || typeof given !== 'string' || given === '') return [];
  const words = splitWords(given);
  if (!Array.isArray(words)) {
    return problem(
      `${showValue(given)} cannot be split into words: ${words.reason}; close it, or use a list`,
    );
  }
  return words.length === 0 || words[0] === '' ? problem(noProgram) : [];
}
