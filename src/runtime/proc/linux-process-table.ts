import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { listenerInodes, parseStat } from './linux-proc-format.ts';
import type { ProcessStat, ProcessTable } from './process-table.ts';
import { processTableUnreadable, procOfOtherNamespace } from './process-table-errors.ts';

/** One buffer for all readings of this thread. `/proc/PID/stat` is some 300 bytes, never more than a page. */
const FIRST_BYTES = 4096;
let buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);

/** A process with an environment of megabytes must not cost the daemon megabytes from then on. */
const KEPT_BYTES = 64 * 1024;

/** The system errors that mean "gone" or "not permitted"; any other says nothing about the process. */
const NO_ANSWER = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR']);

/** What OPM reads from `/proc`. One reading is one open, one read and one close. */
export class LinuxProcessTable implements ProcessTable {
  readonly platform = 'linux';
  #bootId: string | undefined;
  #pidNamespace: string | undefined;
  #pageBytes: number | undefined;

  /** @throws OpmError when `/proc` is missing, or shows the processes of another PID namespace */
  constructor() {
    if (orUnreadable('/proc/self', () => readlinkSync('/proc/self')) !== String(process.pid)) {
      throw procOfOtherNamespace();
    }
  }

  bootId(): string {
    // Tests set the variable to simulate a reboot.
    this.#bootId ??=
      process.env.OPM_TEST_BOOT_ID ||
      orUnreadable(BOOT_ID_FILE, () => readFileSync(BOOT_ID_FILE, 'latin1')).trim();
    return this.#bootId;
  }

  pidNamespace(): string {
    this.#pidNamespace ??= orUnreadable(NAMESPACE_LINK, () => readlinkSync(NAMESPACE_LINK)).replace(
      /\D/g,
      '',
    );
    return this.#pidNamespace;
  }

  stat(pid: number): ProcessStat | null {
    const length = readWhole(pid, 'stat');
    if (length === 0) return null;
    this.#pageBytes ??= pageBytes();
    return parseStat(buffer, length, this.#pageBytes);
  }

  pids(): number[] {
    const pids: number[] = [];
    for (const name of orUnreadable('/proc', () => readdirSync('/proc'))) {
      const first = name.charCodeAt(0);
      if (first >= 0x31 && first <= 0x39) pids.push(Number(name));
    }
    return pids;
  }

  environmentValue(pid: number, name: string): string | null {
    const length = readWhole(pid, 'environ');
    if (length === 0) return null;
    const environment = buffer.subarray(0, length);
    const key = Buffer.from(`\0${name}=`);
    let start: number;
    if (environment.subarray(0, key.length - 1).equals(key.subarray(1))) start = key.length - 1;
    else {
      const found = environment.indexOf(key);
      if (found === -1) return null;
      start = found + key.length;
    }
    const end = environment.indexOf(0, start);
    return environment.toString('utf8', start, end === -1 ? length : end);
  }

  commandLine(pid: number): string | null {
    const length = readWhole(pid, 'cmdline');
    // Control characters in another program's arguments must not reach a terminal.
    const text = buffer
      .toString('utf8', 0, length)
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim();
    return text === '' ? null : text;
  }

  userId(pid: number): number | null {
    if (!isPid(pid)) return null;
    const folder = statSync(`/proc/${pid}`, { throwIfNoEntry: false });
    if (folder === undefined) return null;
    // The folder of a process that may not be traced belongs to root, whoever runs it.
    const length = readWhole(pid, 'status');
    const effective = /^Uid:\s+\d+\s+(\d+)/m.exec(buffer.toString('latin1', 0, length));
    return effective === null ? folder.uid : Number(effective[1]);
  }

  portHolder(port: number): number | null {
    const inodes = new Set([
      ...listenerInodes(readText('/proc/net/tcp'), port),
      ...listenerInodes(readText('/proc/net/tcp6'), port),
    ]);
    if (inodes.size === 0) return null;
    const sockets = new Set([...inodes].map((inode) => `socket:[${inode}]`));
    return this.pids().find((pid) => holdsOneOf(pid, sockets)) ?? null;
  }
}

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
const NAMESPACE_LINK = '/proc/self/ns/pid';

function isPid(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}

/**
 * Reads a file of a process into the buffer, however long it is, and returns its length; 0 when there is no such
 * process or it may not be read. Anything else is thrown, since a lack of descriptors must never look like the death
 * of a process.
 */
function readWhole(pid: number, file: string): number {
  if (!isPid(pid)) return 0;
  const path = `/proc/${pid}/${file}`;
  if (buffer.length > KEPT_BYTES) buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      // `stat` comes in one piece. The others may come a page at a time and are read until nothing more comes.
      if (count === 0 || (file === 'stat' && length < buffer.length)) return length;
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 4);
    }
  } catch (error) {
    if (NO_ANSWER.has(systemErrorCode(error) ?? '')) return 0;
    throw processTableUnreadable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function orUnreadable<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw processTableUnreadable(source, error);
  }
}

/** Empty if the kernel has no such table (IPv6 disabled). */
function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (NO_ANSWER.has(systemErrorCode(error) ?? '')) return '';
    throw processTableUnreadable(path, error);
  }
}

function holdsOneOf(pid: number, sockets: Set<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((name) => {
      try {
        return sockets.has(readlinkSync(`${folder}/${name}`));
      } catch {
        return false; // Closed since the folder was read.
      }
    });
  } catch (error) {
    if (NO_ANSWER.has(systemErrorCode(error) ?? '')) return false;
    throw processTableUnreadable(folder, error);
  }
}

/** From the auxiliary vector, pairs of words: 6 is the page size. arm64 kernels have 4, 16 or 64 KiB pages. */
function pageBytes(): number {
  const AT_PAGESZ = 6n;
  const vector = orUnreadable('/proc/self/auxv', () => readFileSync('/proc/self/auxv'));
  const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const word = (at: number) => (littleEndian ? vector.readBigUInt64LE(at) : vector.readBigUInt64BE(at));
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    if (word(at) === AT_PAGESZ) return Number(word(at + 8));
  }
  return 4096;
}
