#!/usr/bin/env node
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { EXIT, type ExitCode, OpmError } from './errors.ts';
import { printableLines } from './printable.ts';
import { processTerminal, type Terminal } from './report/terminal/terminal.ts';
import { claimProcess, EndRefused, removeAllGuards } from './runtime/guest-guards.ts';

/**
 * Arguments in, exit code out. The only file that sets the exit code, and the only one that reads `process.argv` and
 * the terminal. Everything beyond `--version` is loaded lazily.
 */
async function main(words: string[], terminal: Terminal): Promise<ExitCode> {
  const [first] = words;
  if (first === '--version' || first === '-v' || first === '-V') {
    const { opmVersion, versionInfo } = await import('./runtime/version.ts');
    const asJson = words[1] === '--json';
    terminal.out.write(asJson ? `${JSON.stringify(versionInfo(), null, 2)}\n` : `${opmVersion()}\n`);
    return EXIT.ok;
  }
  const [{ dispatch }, { COMMAND_TABLE }] = await Promise.all([
    import('./cli/dispatch.ts'),
    import('./commands/table/command-table.ts'),
  ]);
  return dispatch(COMMAND_TABLE, words, { terminal, env: process.env, cwd: currentFolder(), onInterrupt });
}

/**
 * The folder as the shell names it, if it is the same: whoever went through a link (`cd current`) means the link. A folder
 * that was deleted under the shell no longer has a path; commands that need none still work.
 */
function currentFolder(): string {
  const { PWD: named } = process.env;
  try {
    const folder = process.cwd();
    return named !== undefined && isAbsolute(named) && isSameFolder(named, folder) ? named : folder;
  } catch {
    return named ?? '/';
  }
}

function isSameFolder(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    const [a, b] = [statSync(one), statSync(other)];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

function onInterrupt(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void {
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}

/** Reports an error to the user. Only a bug in OPM shows a stack. */
function reportError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof OpmError) {
    terminal.err.write(`opm: ${printableLines(error.message)}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && error.name === 'NotCapable') {
    terminal.err.write(`opm: ${printableLines(error.message)}; on Deno, OPM needs --allow-all\n`);
    return EXIT.failed;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err.write(
    `opm: ${printableLines(stack)}\nThis is a bug in OPM. Please report it with these lines and the output of: opm --version --json\n`,
  );
  return EXIT.bug;
}

async function finish(code: ExitCode, { out, err }: Terminal): Promise<never> {
  await out.flushed();
  const failure = out.failure();
  if (failure !== null) err.write(`opm: Cannot write the result to standard output: ${failure.message}\n`);
  await err.flushed();
  removeAllGuards();
  process.exit(failure !== null && code === EXIT.ok ? EXIT.failed : code);
}

claimProcess();
const terminal = processTerminal(process, process.env);
process.on('uncaughtException', (error) => {
  // From a timer of a config program: loading that ends with these very words.
  if (!(error instanceof EndRefused)) void finish(reportError(error, terminal), terminal);
});
main(process.argv.slice(2), terminal).then(
  (code) => finish(code, terminal),
  (error: unknown) => finish(reportError(error, terminal), terminal),
);
