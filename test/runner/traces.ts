import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The variable whose value marks a test's processes and, through inheritance, all that come from them. */
export const TRACE_VARIABLE = 'TEST_TRACE';

const GRACE_MS = 1000;
const LOOK_AGAIN_MS = 50;
/** Who shows no environment for longer hides it. */
const LONGEST_EXEC_MS = 2000;

/**
 * Ends the processes that carry a test's mark and still live after it, and says which they were. Processes on
 * their way out get a second. Nobody else announces the end of strangers, hence the looking again. Without a
 * `/proc` this finds nothing.
 */
export async function endLeftProcesses(trace: string): Promise<string[]> {
  const giveUpAt = Date.now() + GRACE_MS;
  let pids = markedProcesses(trace);
  while (pids.length > 0 && Date.now() < giveUpAt) {
    await pause(LOOK_AGAIN_MS);
    pids = markedProcesses(trace);
  }
  const seen = new Map<number, string>();
  // Again and again, because a supervisor among them may start new ones until it is gone itself.
  while (pids.length > 0) {
    for (const pid of pids) {
      if (!seen.has(pid)) seen.set(pid, commandLine(pid));
      endProcess(pid);
    }
    await pause(LOOK_AGAIN_MS);
    pids = markedProcesses(trace);
  }
  return [...seen].map(([pid, command]) => `left process ${pid} behind: ${command}`);
}

/** Looks until a look met nobody new and nobody amid its exec, who shows no environment: as the product does. */
function markedProcesses(trace: string): number[] {
  const mark = `${TRACE_VARIABLE}=${trace}`;
  const judged = new Map<string, boolean>();
  const giveUpAt = Date.now() + LONGEST_EXEC_MS;
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const name of readProc(() => readdirSync('/proc')) ?? []) {
      if (!/^\d+$/.test(name) || Number(name) === process.pid || judged.has(name)) continue;
      isSettled = false;
      let environment = readProc(() => readEnvironment(name));
      if (environment === '') {
        if (isAmidExec(name) && Date.now() < giveUpAt) continue;
        // Its exec may have ended between the two readings.
        environment = readProc(() => readEnvironment(name));
      }
      judged.set(name, environment?.split('\0').includes(mark) ?? false);
    }
  }
  return [...judged].filter(([, isMarked]) => isMarked).map(([name]) => Number(name));
}

/** A program that was started without an environment has its command line; a zombie has no program. */
function isAmidExec(pid: string): boolean {
  return readProc(() => readlinkSync(`/proc/${pid}/exe`) !== '' && commandLine(Number(pid)) === '') ?? false;
}

/** No `exec` accepts more; a process may show more all the same, without end. */
const environment = Buffer.alloc(6 * 1024 * 1024);

function readEnvironment(pid: string): string {
  const file = openSync(`/proc/${pid}/environ`, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < environment.length; length += read)
      read = readSync(file, environment, length, environment.length - length, null);
    return environment.toString('latin1', 0, length);
  } finally {
    closeSync(file);
  }
}

function commandLine(pid: number): string {
  return (
    readProc(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
      ?.replaceAll('\0', ' ')
      .trim() ?? '(gone)'
  );
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself.
  }
}

/** Processes end while one reads about them, and those of other users cannot be read. */
function readProc<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
