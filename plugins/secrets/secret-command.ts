import { execFile } from 'node:child_process';
import { durationText } from '../../src/plugin.ts';
import { decode } from './secret-file.ts';

const MOST_BYTES = 1024 * 1024;

/**
 * The standard output of a command, run without a shell, with the daemon's environment and no input.
 *
 * @throws what went wrong, without the command's arguments and output: both may contain secrets
 */
export function readCommand(
  argv: readonly string[],
  { cwd, timeoutMs, signal }: { cwd: string; timeoutMs: number; signal: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const giveUp = (message: string) => {
      // Not in the callback below, which may wait for processes that the command started.
      reject(new Error(message));
      stop.abort();
    };
    const onAbort = () => giveUp("was killed at the hook's deadline");
    const timer = setTimeout(() => giveUp(`took longer than ${durationText(timeoutMs)}`), timeoutMs);
    const [command, ...args] = argv;
    const child = execFile(
      command!,
      args,
      { cwd, signal: stop.signal, killSignal: 'SIGKILL', encoding: 'buffer', maxBuffer: MOST_BYTES },
      (error, stdout) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        if (error !== null) return reject(failureOf(error));
        try {
          resolve(decode(stdout));
        } catch (notText) {
          reject(new Error(`wrote output that ${(notText as Error).message}`));
        }
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

/** `code` is kept if it is the system's, to distinguish a missing command from a failed one. */
function failureOf({ code, signal }: { code?: unknown; signal?: unknown }): Error {
  if (code === 'ENOENT') return Object.assign(new Error('was not found'), { code });
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return new Error('wrote more than 1 MiB');
  if (typeof code === 'number') return new Error(`exited with code ${code}; run it yourself to see why`);
  if (typeof signal === 'string') return new Error(`was ended by ${signal}`);
  return new Error(`could not be run (${typeof code === 'string' ? code : 'unknown reason'})`);
}
