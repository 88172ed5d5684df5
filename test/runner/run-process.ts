import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const folder = mkdtempSync(join(tmpdir(), 'opm-test-'));
  const trace = folder.slice(-6);
  try {
    const temporary = temporaryFolder(folder);
    const ending = await runInGroup(plan, join(folder, 'output'), {
      TMPDIR: temporary,
      [TRACE_VARIABLE]: trace,
    });
    const processes = await endLeftProcesses(trace);
    const leftBehind = plan.mustCleanUp ? [...processes, ...leftFiles(temporary)] : [];
    return { ...ending, output: readFileSync(join(folder, 'output'), 'utf8'), leftBehind };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
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

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}

/** An empty folder, but for the loader's cache, which all share. Open to programs that run as another user. */
function temporaryFolder(parent: string): string {
  const folder = join(parent, 't');
  chmodSync(parent, 0o711);
  const cache = `tsx-${process.geteuid?.() ?? ''}`;
  mkdirSync(join(tmpdir(), cache), { recursive: true, mode: 0o700 });
  mkdirSync(folder);
  chmodSync(folder, 0o1777);
  symlinkSync(join(tmpdir(), cache), join(folder, cache));
  return folder;
}

function leftFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => !name.startsWith('tsx-'));
  return names.map((name) => `left "${name}" behind in the temporary folder`);
}
