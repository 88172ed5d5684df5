import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The variable whose value marks a test's processes and, through inheritance, all that come from them. */
export const TRACE_VARIABLE = 'TEST_TRACE';

const GRACE_MS = 1000;
const LOOK_AGAIN_MS = 50;

/**
 * Ends the processes that carry a test's mark and still live after it, and says which they were. Processes on
 * their way out get a second. Nobody else announces the end of strangers, hence the looking again. Without a
 * `/proc` this finds nothing.
 */
export async function endLeftProcesses(trace: string): Promise<string[]> {
  const giveUpAt = Date.now() + GRACE_MS;
  while (markedProcesses(trace).length > 0 && Date.now() < giveUpAt) await pause(LOOK_AGAIN_MS);
  const seen = new Map<number, string>();
  // Again and again, because a supervisor among them may start new ones until it is gone itself.
  for (let pids = markedProcesses(trace); pids.length > 0; pids = markedProcesses(trace)) {
    for (const pid of pids) {
      if (!seen.has(pid)) seen.set(pid, commandLine(pid));
      endProcess(pid);
    }
    await pause(LOOK_AGAIN_MS);
  }
  return [...seen].map(([pid, command]) => `left process ${pid} behind: ${command}`);
}

function markedProcesses(trace: string): number[] {
  const mark = `${TRACE_VARIABLE}=${trace}`;
  const folders = readProc(() => readdirSync('/proc')) ?? [];
  return folders
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) =>
      readProc(() => readFileSync(`/proc/${name}/environ`, 'latin1'))
        ?.split('\0')
        .includes(mark),
    )
    .map(Number);
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
