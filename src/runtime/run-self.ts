import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { daemonVariables, withoutRuntimeSwitches } from './quirks/daemon-variables.ts';
import { selfCommand } from './self.ts';

/**
 * Runs this program to its end with other arguments, in the folder `/` and a session of its own.
 *
 * @param input for its standard input
 * @returns what it wrote to standard output
 * @throws Error with what it wrote to standard error, when it fails or cannot be run
 */
export async function runSelf(args: string[], input: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { file, args: words } = selfCommand(args);
  const child = spawn(file, words, {
    cwd: '/',
    detached: true,
    env: { ...withoutRuntimeSwitches(env), ...daemonVariables() },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  child.stdin.on('error', () => {}); // Its exit says more than a broken pipe.
  child.stdin.end(input);
  const [how, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (how !== 0) throw new Error(errors.trim() || `it ended with ${how}`);
  return output;
}
