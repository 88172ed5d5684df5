import type { ProcessTable } from '../../runtime/proc/process-table.ts';

/** A process for messages, without a word of what only its owner may know: `process 812 (nginx)`. */
export function describeProcess(pid: number | null, table: ProcessTable): string {
  if (pid === null) return 'another process';
  try {
    // The command line of somebody else's process is memory that its owner could make unreadable forever.
    const isOurs = table.userId(pid) === process.geteuid?.();
    const what = isOurs ? table.commandLine(pid) : table.stat(pid)?.comm;
    return what ? `process ${pid} (${what})` : `process ${pid}`;
  } catch {
    return `process ${pid}`;
  }
}
