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

/**
 * Whether a process has a program now, from its `/proc/PID/stat`: between the old and the new one of an `exec` it has
 * none, and no environment. Threads of the kernel count as having one: nothing is to come.
 */
export function hasProgram(bytes: Buffer, length: number): boolean {
  const PF_KTHREAD = 0x200000;
  const line = bytes.toString('latin1', 0, length);
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [flags, environmentStart] = [Number(fields[6]), fields[47]];
  return (flags & PF_KTHREAD) !== 0 || environmentStart !== '0';
}

/** The value of a variable in what `/proc/PID/environ` shows; `null` when it is not there. */
export function variableIn(environment: Buffer, name: string): string | null {
  const key = Buffer.from(`\0${name}=`);
  let start = key.length - 1;
  if (!environment.subarray(0, start).equals(key.subarray(1))) {
    const found = environment.indexOf(key);
    if (found === -1) return null;
    start = found + key.length;
  }
  const end = environment.indexOf(0, start);
  return environment.toString('utf8', start, end === -1 ? environment.length : end);
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
