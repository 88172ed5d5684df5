import { closeSync, openSync, readSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { systemErrorCode } from '../../errors.ts';
import type { Endpoint } from './process-table.ts';
import { processTableUnreadable } from './process-table-errors.ts';
import { NO_ANSWER } from './read-process-file.ts';

const CHUNK_BYTES = 64 * 1024;

/**
 * Inodes of the sockets at which a connection to `endpoint` arrives: of those that listen on the very address, else on
 * all addresses, as the kernel chooses. Only of this network namespace.
 */
export function listenersAt(endpoint: Endpoint): Set<string> {
  if ('path' in endpoint)
    return unixListeners(
      readTable('/proc/net/unix', () => true),
      endpoint.path,
    );
  const tables = { tcp: null as string | null, tcp6: null as string | null };
  for (const [name, address] of candidates(endpoint.address)) {
    // Listening sockets come first, and there may be any number of connections behind them.
    tables[name] ??= readTable(`/proc/net/${name}`, isListening);
    const found = inodesIn(tables[name], address, endpoint.port);
    if (found.size > 0) return found;
  }
  return new Set();
}

/** The addresses that a socket for `address` may be bound to, in the kernel's order of preference. */
function candidates(address: string): ['tcp' | 'tcp6', string][] {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (isIPv4(plain)) {
    const bytes = plain.split('.').map(Number);
    return [
      ['tcp', hexOf(bytes)],
      ['tcp6', hexOf([...Array(10).fill(0), 255, 255, ...bytes])],
      ['tcp', hexOf([0, 0, 0, 0])],
      ['tcp6', hexOf(Array(16).fill(0))],
    ];
  }
  if (!isIPv6(plain)) return [];
  return [
    ['tcp6', hexOf(bytesOf(plain))],
    ['tcp6', hexOf(Array(16).fill(0))],
  ];
}

function bytesOf(address: string): number[] {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array(Math.max(0, zeros)).fill(0), ...last].flatMap((group) => [
    group >> 8,
    group & 255,
  ]);
}

/** As the kernel prints it: words of four bytes in the machine's order. */
function hexOf(bytes: number[]): string {
  const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  let text = '';
  for (let at = 0; at < hex.length; at += 4) {
    const word = hex.slice(at, at + 4);
    text += (isLittle ? word.reverse() : word).join('');
  }
  return text;
}

function inodesIn(table: string, address: string, port: number): Set<string> {
  const local = ` ${address}:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  const inodes = new Set<string>();
  for (let at = table.indexOf(local); at >= 0; at = table.indexOf(local, at + 1)) {
    const end = table.indexOf('\n', at);
    // rem_address st tx:rx tr:when retrnsmt uid timeout inode
    const fields = table.slice(at + local.length, end < 0 ? undefined : end).split(/\s+/);
    if (fields[1] === '0A' && fields[7] !== undefined) inodes.add(fields[7]);
  }
  return inodes;
}

/** Num RefCount Protocol Flags Type St Inode Path */
function unixListeners(table: string, path: string): Set<string> {
  const ACCEPTS = 0x10000;
  const inodes = new Set<string>();
  for (let at = table.indexOf(` ${path}\n`); at >= 0; at = table.indexOf(` ${path}\n`, at + 1)) {
    const fields = table.slice(table.lastIndexOf('\n', at) + 1, at).split(/\s+/);
    if ((Number.parseInt(fields[3] ?? '0', 16) & ACCEPTS) !== 0) inodes.add(fields[6]!);
  }
  return inodes;
}

function isListening(text: string): boolean {
  const lastLine = text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
  return lastLine.trim().split(/\s+/)[3] === '0A';
}

/** Reads as long as `more` wants it, given what there is up to a line's end. Empty if the kernel has no such table. */
function readTable(path: string, more: (text: string) => boolean): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let text = '';
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, null);
      if (count === 0) return text;
      text += buffer.toString('latin1', 0, count);
      if (text.endsWith('\n') && !more(text)) return text;
    }
  } catch (error) {
    if (NO_ANSWER.has(systemErrorCode(error) ?? '')) return '';
    throw processTableUnreadable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
