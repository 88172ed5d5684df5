import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';

/** A socket that listens on a TCP port of this machine. */
export interface Listener {
  address: string;
  port: number;
  /** Names the socket in `/proc/PID/fd`. */
  inode: string;
  /** User id of the socket's creator. */
  uid: number;
}

const LISTEN = '0A';

/**
 * Every listening TCP socket of this network namespace, or `null` if the system has no such table in `/proc`.
 */
export function readListeners(): Listener[] | null {
  const four = readTable('/proc/net/tcp');
  const six = readTable('/proc/net/tcp6');
  if (four === null && six === null) return null;
  return [...parseListeners(four ?? ''), ...parseListeners(six ?? '')];
}

/** The listening sockets of a table in the format of `/proc/net/tcp` and `/proc/net/tcp6`. */
export function parseListeners(table: string): Listener[] {
  const listeners: Listener[] = [];
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (state !== LISTEN || local === undefined || inode === undefined) continue;
    const [address, port] = local.split(':') as [string, string];
    listeners.push({
      address: decodeAddress(address),
      port: Number.parseInt(port, 16),
      inode,
      uid: Number(uid),
    });
  }
  return listeners;
}

/**
 * Whether a listener prevents others from listening on `wanted` with the same port. A listener on `::` is assumed to
 * hold IPv4 too, which is what Linux does unless a program asks otherwise.
 */
export function blocks(listener: string, wanted: string): boolean {
  const held = plainAddress(listener);
  const asked = plainAddress(wanted);
  if (held === asked || held === '::' || asked === '::') return true;
  return isIPv4(held) && isIPv4(asked) && (held === '0.0.0.0' || asked === '0.0.0.0');
}

/** One spelling per address: IPv6 in its short form, IPv4-mapped IPv6 as IPv4. */
export function plainAddress(address: string): string {
  if (isIPv4(address)) return address;
  const short = new URL(`http://[${address.replace(/%.*/, '')}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (mapped === null) return short;
  const bytes = [mapped[1]!, mapped[2]!].map((group) => Number.parseInt(group, 16));
  return bytes.flatMap((group) => [group >> 8, group & 255]).join('.');
}

/** The kernel prints an address as 32-bit words in the byte order of the machine, which is little-endian. */
function decodeAddress(hex: string): string {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    for (let byte = 6; byte >= 0; byte -= 2) {
      bytes.push(Number.parseInt(hex.slice(word + byte, word + byte + 2), 16));
    }
  }
  if (bytes.length === 4) return bytes.join('.');
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16));
  return plainAddress(groups.join(':'));
}

function readTable(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
