import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { testFolder } from './test-folder.ts';
import { endLeftProcesses, TRACE_VARIABLE } from './traces.ts';
import type { Ending } from './verdict.ts';

export interface ProcessPlan {
  file: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  deadlineMs: number;
  /** Whether processes and temporary files that outlive it are its fault. */
  mustCleanUp: boolean;
}

/**
 * Runs a program to its end in a process group and with a temporary folder of its own. Everything that is left
 * of it afterwards is ended and removed. Never rejects because of what the program does.
 *
 * Its output goes to a file and not to a pipe: a left-over process would keep a pipe open.
 */
export async function runProcess(plan: ProcessPlan): Promise<Ending> {
  const folder = testFolder();
  try {
    const marks = { TMPDIR: folder.temporary, [TRACE_VARIABLE]: folder.mark };
    const outcome = await runInGroup(plan, folder.output, marks);
    const processes = await endLeftProcesses(folder.mark);
    const leftBehind = plan.mustCleanUp ? [...processes, ...folder.leftFiles()] : [];
    return { ...outcome, output: readFileSync(folder.output, 'utf8'), leftBehind };
  } finally {
    folder.remove();
  }
}

type Outcome = Pick<Ending, 'exitCode' | 'signal' | 'ms' | 'deadlineMs'>;

function runInGroup(plan: ProcessPlan, outputFile: string, marks: Record<string, string>): Promise<Outcome> {
  const output = openSync(outputFile, 'a');
  const startedAt = performance.now();
  let deadlineMs: number | null = null;
  return new Promise((resolve, reject) => {
    const child = spawn(plan.file, plan.args, {
      cwd: plan.cwd,
      env: { ...plan.env, ...marks },
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    const deadline = setTimeout(() => {
      deadlineMs = plan.deadlineMs;
      endGroup(child.pid);
    }, plan.deadlineMs);
    child.once('error', (error) => {
      clearTimeout(deadline);
      reject(error);
    });
    child.once('exit', (exitCode, signal) => {
      clearTimeout(deadline);
      resolve({ exitCode, signal, ms: performance.now() - startedAt, deadlineMs });
    });
  });
}

/** Ends a process group at once. */
export function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}
