import type { ProcessStat } from './process-table.ts';

/**
 * Parses one `/proc/PID/stat`. The second field is the program's name in parentheses and may itself contain spaces,
 * parentheses and newlines, so the fields are counted from the last `)`.
 *
 * @returns `null` when it is not such a line
 */
export function parseStat(bytes: Buffer, length: number, pageBytes: number): ProcessStat | null {
  const line = bytes.toString('latin1', 0, length);
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open === -1 || close < open) return null;
  // fields[0] is field 3 of proc(5): the number of a field there, minus 3.
  const fields = line.slice(close + 2).split(' ', 22);
  const pid = Number(line.slice(0, open));
  const startTicks = Number(fields[19]);
  if (!Number.isSafeInteger(pid) || !Number.isSafeInteger(startTicks)) return null;
  return {
    pid,
    comm: bytes.toString('utf8', open + 1, close),
    state: fields[0]!,
    ppid: Number(fields[1]),
    processGroup: Number(fields[2]),
    session: Number(fields[3]),
    userTicks: Number(fields[11]),
    systemTicks: Number(fields[12]),
    threads: Number(fields[17]),
    startTicks,
    rssBytes: Number(fields[21]) * pageBytes,
  };
}

/** Inodes of the sockets that listen on a port, from the text of `/proc/net/tcp` or `tcp6`. */
export function listenerInodes(table: string, port: number): string[] {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes: string[] = [];
  for (const line of table.split('\n').slice(1)) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    const fields = line.trim().split(/\s+/);
    if (fields[3] === LISTEN && fields[1]?.endsWith(suffix)) inodes.push(fields[9]!);
  }
  return inodes;
}
