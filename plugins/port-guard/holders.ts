import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process that holds a socket, as far as this user can see. */
export interface Holder {
  /** The lowest PID, if several processes share the socket. */
  pid: number;
  /** How many others share it. */
  others: number;
  command: string;
  /** The OPM app that it belongs to, or `null`. */
  app: string | null;
}

const LONGEST_COMMAND = 160;
const DEEPEST_FAMILY = 32;

/**
 * Finds the processes that hold these sockets. It reads the descriptors of every process, so call it only when a port
 * is taken. Only root can see the processes of other users.
 *
 * @param inodes inode numbers of sockets
 * @returns by inode; a socket whose holder is not visible is missing
 */
export function findHolders(inodes: ReadonlySet<string>): Map<string, Holder> {
  const pids = new Map<string, Set<number>>();
  for (const pid of processIds()) {
    for (const inode of socketsOf(pid)) {
      if (!inodes.has(inode)) continue;
      pids.set(inode, (pids.get(inode) ?? new Set()).add(pid));
    }
  }
  const holders = new Map<string, Holder>();
  for (const [inode, all] of pids) {
    const pid = Math.min(...all);
    holders.set(inode, { pid, others: all.size - 1, command: commandOf(pid), app: appOf(pid) });
  }
  return holders;
}

/** The name of a user id, from `/etc/passwd`, else the number. */
export function userName(uid: number): string {
  for (const line of (read('/etc/passwd') ?? '').split('\n')) {
    const [name, , id] = line.split(':');
    if (name && id === String(uid)) return name;
  }
  return String(uid);
}

/**
 * OPM gives each process `OPM_NAME` and `OPM_TOKEN`. Programs that rewrite their title overwrite that memory, so the
 * parents are checked too.
 */
function appOf(pid: number): string | null {
  let current = pid;
  for (let depth = 0; depth < DEEPEST_FAMILY && current > 1; depth++) {
    const variables = (read(`/proc/${current}/environ`) ?? '').split('\0');
    const name = variables.find((line) => line.startsWith('OPM_NAME='));
    if (name !== undefined && variables.some((line) => line.startsWith('OPM_TOKEN='))) {
      return name.slice('OPM_NAME='.length);
    }
    current = parentOf(current);
  }
  return null;
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`) ?? '';
  // The name in parentheses may itself contain spaces and parentheses: count fields from the last one.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function commandOf(pid: number): string {
  const line = (read(`/proc/${pid}/cmdline`) ?? '').replace(/\0+$/, '').replaceAll('\0', ' ');
  const text = line || (read(`/proc/${pid}/comm`) ?? '').trim() || 'unknown command';
  const printable = text.replace(/\p{Cc}/gu, '?');
  return printable.length > LONGEST_COMMAND ? `${printable.slice(0, LONGEST_COMMAND - 1)}…` : printable;
}

function processIds(): number[] {
  return list('/proc').map(Number).filter(Number.isInteger);
}

function* socketsOf(pid: number): Generator<string> {
  const folder = `/proc/${pid}/fd`;
  for (const fd of list(folder)) {
    let target: string;
    try {
      target = readlinkSync(`${folder}/${fd}`);
    } catch {
      continue;
    }
    if (target.startsWith('socket:[')) yield target.slice('socket:['.length, -1);
  }
}

/** Empty if the process is gone or we may not read it. */
function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
