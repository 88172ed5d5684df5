import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { currentSubject } from '../runner/subject.ts';
import type { Tally } from './tally.ts';

const PROGRAM = fileURLToPath(new URL('recycled-pids.program.ts', import.meta.url));

/** The shell is PID 1 in there: it reaps what loses its parent, which the runtime of the program would not. */
const INIT = '"$@" & wait $!';

/**
 * Lets PIDs come back all the time, in a PID namespace of its own.
 *
 * @param options.wraps how often the PIDs must begin anew, within `seconds` on an idle machine
 */
export async function recyclePids(
  tally: Tally,
  options: { seed: number; wraps: number; seconds: number },
): Promise<void> {
  const own = process.versions.deno === undefined ? ['--import', './scripts/typescript.mjs'] : ['run', '-A'];
  const program = [process.execPath, ...own, PROGRAM, ...Object.values(options).map(String)];
  const { stdout, stderr } = await promisify(execFile)(
    'unshare',
    ['--pid', '--fork', '--kill-child', '--mount', '--mount-proc', 'sh', '-c', INIT, 'init', ...program],
    { env: { ...process.env, OPM_SUBJECT: currentSubject() }, timeout: (options.seconds + 120) * 1000 },
  );
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`The program in the namespace said nothing: ${stdout}${stderr}`);
  const found = JSON.parse(line) as { tries: number; wraps: number; restarts: number; violations: string[] };
  tally.tries += found.tries;
  tally.violations.push(...found.violations);
  tally.notes.push(
    `the PIDs began anew ${found.wraps} times in ${found.tries} rounds, ${found.restarts} restarts`,
  );
  if (found.wraps < Math.min(12, options.wraps))
    tally.violations.push(`the PIDs began anew only ${found.wraps} times`);
}
