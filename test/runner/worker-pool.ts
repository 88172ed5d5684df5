import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { endGroup } from './run-process.ts';
import { testFolder } from './test-folder.ts';
import { endLeftProcesses, TRACE_VARIABLE } from './traces.ts';
import { type Ending, judgeTestFile } from './verdict.ts';
import type { FileDone, FileOrder } from './worker-program.ts';

export interface WorkerPlan {
  /** Starts `worker-program.ts`. */
  command: { file: string; args: string[] };
  cwd: string;
  env: Record<string, string>;
}

/** Runs one test file after the other in each of a few processes. */
export interface WorkerPool {
  /** Never rejects because of what the file does. */
  run(file: string, deadlineMs: number): Promise<Ending>;
  /**
   * Lets the processes end that wait for another file. What they leave then, a sentence each, no file can be
   * blamed for: several share a temporary folder, and what they cache there goes when their process ends.
   */
  close(): Promise<string[]>;
}

/**
 * A file runs in a process that waits, else in a new one. One whose file failed in any way is given no other: what
 * is wrong with it would be blamed on the next.
 */
export function workerPool(plan: WorkerPlan): WorkerPool {
  const idle: Worker[] = [];
  return {
    run: async (file, deadlineMs) => {
      const worker = idle.pop() ?? startWorker(plan);
      const ending = await worker.run(file, deadlineMs);
      if (judgeTestFile(ending).failed === 0) idle.push(worker);
      else await worker.close();
      return ending;
    },
    close: async () => (await Promise.all(idle.splice(0).map((worker) => worker.close()))).flat(),
  };
}

interface Worker {
  run(file: string, deadlineMs: number): Promise<Ending>;
  close(): Promise<string[]>;
}

/** How long a process may take to end that was asked to. */
const END_MS = 10_000;

function startWorker({ command, cwd, env }: WorkerPlan): Worker {
  const folder = testFolder();
  const output = openSync(folder.output, 'a');
  const child = spawn(command.file, command.args, {
    cwd,
    env: { ...env, TMPDIR: folder.temporary },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  closeSync(output);
  let files = 0;
  let bytesSeen = 0;
  const newOutput = (): string => {
    const all = readFileSync(folder.output);
    const text = all.subarray(bytesSeen).toString();
    bytesSeen = all.length;
    return text;
  };
  return {
    run: async (file, deadlineMs) => {
      const startedAt = performance.now();
      const trace = `${folder.mark}-${files++}`;
      const { open, ...end } = await runFile(child, { file, marks: { [TRACE_VARIABLE]: trace } }, deadlineMs);
      const ms = performance.now() - startedAt;
      const leftBehind = [...openHandles(open), ...(await endLeftProcesses(trace))];
      return { ...end, ms, output: newOutput(), leftBehind };
    },
    close: async () => {
      await endWorker(child);
      const left = folder.leftFiles();
      folder.remove();
      return left;
    },
  };
}

function openHandles(kinds: string[]): string[] {
  return kinds.length === 0 ? [] : [`left ${kinds.length} handles open: ${[...new Set(kinds)].join(', ')}`];
}

/** Lets it write what a profiler asked of it; whatever happens, it and its group are gone then. */
async function endWorker(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const deadline = setTimeout(() => endGroup(child.pid), END_MS);
    const exit = once(child, 'exit');
    if (child.connected) child.disconnect();
    await exit;
    clearTimeout(deadline);
  }
  endGroup(child.pid);
}

type End = Pick<Ending, 'exitCode' | 'signal' | 'deadlineMs'> & { open: string[] };

function runFile(child: ChildProcess, order: FileOrder, limitMs: number): Promise<End> {
  return new Promise((resolve, reject) => {
    let deadlineMs: number | null = null;
    const deadline = setTimeout(() => {
      deadlineMs = limitMs;
      endGroup(child.pid);
    }, limitMs);
    const settle = (end: Omit<End, 'deadlineMs'>): void => {
      clearTimeout(deadline);
      child.removeAllListeners();
      resolve({ ...end, deadlineMs });
    };
    const onExit = (exitCode: number | null, signal: string | null) => settle({ exitCode, signal, open: [] });
    // What a file before this one left behind may have ended it.
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    child.once('error', reject);
    child.once('exit', onExit);
    child.once('message', ({ exitCode, open }: FileDone) => settle({ exitCode, signal: null, open }));
    // A process that is gone says so by its exit.
    child.send(order, () => {});
  });
}
