import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Lab } from '../e2e/lab.ts';
import { ROOT } from '../runner/subject.ts';
import type { Tally } from './tally.ts';

/** Why double forks cannot be tried here, or `null`. */
export function whyNoCompiler(): string | null {
  if (spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0) return null;
  if (process.env.CI) throw new Error('gcc is missing: apt-get install gcc');
  return 'gcc is missing';
}

/** Starts what puts itself into the background by a double fork: the start fails, and nothing of it may be left. */
export async function forkTwice(tally: Tally, times: number): Promise<void> {
  const lab = new Lab();
  try {
    const program = path.join(lab.folder, 'double-fork');
    const source = path.join(ROOT, 'test/fixtures/processes/double-fork.c');
    if (spawnSync('gcc', ['-o', program, source], { stdio: 'inherit' }).status !== 0)
      throw new Error(`${source} cannot be compiled`);
    for (let time = 0; time < times; time += 1) {
      const delay = 300 + (time % 8) * 300;
      await tally.attempt(`a double fork after ${delay} microseconds`, async () => {
        const { code } = await lab.opm(['start', program, '--name', 'fork', '--', String(delay)]);
        return [...(code === 1 ? [] : [`the start ended with ${code}`]), ...leftIn(lab)];
      });
    }
  } finally {
    await lab.end();
  }
}

/** Restores what leaves children amid their exec, and removes it: nothing of them may be left. */
export async function leaveAmidExec(tally: Tally, times: number): Promise<void> {
  const lab = new Lab();
  try {
    const command = ['bash', '-c', '(exec -a mark sleep 1000) &'];
    const app = { name: 'brief', command, instances: 10, minUptime: 0, restart: { policy: 'never' } };
    const config = lab.config([app]);
    for (let time = 0; time < times; time += 1) {
      await tally.attempt(`children amid their exec, time ${time}`, async () => {
        await lab.opm(['restore', '--config', config]);
        // A restore that failed has rolled back, and nothing of it is to be left either.
        const left = (await lab.list()).length > 0 ? [] : leftIn(lab);
        await lab.opm(['remove', 'brief']);
        return [...left, ...leftIn(lab)];
      });
    }
  } finally {
    await lab.end();
  }
}

/** Runs `work` beside as many busy loops as there are processors on a small machine. */
export async function besideBusyLoops(work: () => Promise<void>): Promise<void> {
  const loops = [1, 2].map(() => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
  try {
    await work();
  } finally {
    for (const loop of loops) await end(loop);
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function leftIn(lab: Lab): string[] {
  return lab.processes().map(({ pid, name }) => {
    process.kill(pid, 'SIGKILL');
    return `process ${pid} of "${name}" is left`;
  });
}
