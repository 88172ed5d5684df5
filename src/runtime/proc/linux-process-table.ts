import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { listenersAt } from './linux-listeners.ts';
import { hasProgram, listenerInodes, parseStat, variableIn } from './linux-proc-format.ts';
import { readTurnover } from './linux-turnover.ts';
import type { Endpoint, ProcessStat, ProcessTable } from './process-table.ts';
import { processTableUnreadable, procOfOtherNamespace } from './process-table-errors.ts';
import { isPid, NO_ANSWER, readProcessFile } from './read-process-file.ts';
import { bootTimeShift } from './time-namespace.ts';

/** `/proc/PID/stat` is some 300 bytes, never more than a page; of other files the beginning is enough. */
const buffer = Buffer.allocUnsafeSlow(4096);

/** How much of an environment is read. */
const ENVIRONMENT_BYTES = 128 * 1024;
let environmentBuffer: Buffer | undefined;

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
    const length = readProcessFile(pid, 'stat', buffer) ?? 0;
    if (length === 0) return null;
    this.#pageBytes ??= pageBytes();
    const stat = parseStat(buffer, length, this.#pageBytes);
    const shift = bootTimeShift();
    if (stat === null || shift === 0) return stat;
    return { ...stat, startTicks: stat.startTicks - shift, shiftedStartTicks: stat.startTicks };
  }

  pids(): number[] {
    const pids: number[] = [];
    for (const name of orUnreadable('/proc', () => readdirSync('/proc'))) {
      const first = name.charCodeAt(0);
      if (first >= 0x31 && first <= 0x39) pids.push(Number(name));
    }
    return pids;
  }

  environment(pid: number, names: readonly string[]): (string | null)[] | 'hidden' | 'unready' {
    environmentBuffer ??= Buffer.allocUnsafeSlow(ENVIRONMENT_BYTES);
    let length = readProcessFile(pid, 'environ', environmentBuffer);
    if (length === 0) {
      if (!this.#hasProgram(pid)) return 'unready';
      // Its exec may have ended between the two readings; only now an empty environment is one.
      length = readProcessFile(pid, 'environ', environmentBuffer);
      if (length === 0 && !this.#hasProgram(pid)) return 'unready';
    }
    if (length === null) return 'hidden';
    const environment = environmentBuffer.subarray(0, length);
    return names.map((name) => variableIn(environment, name));
  }

  environmentValue(pid: number, name: string): string | null {
    const answer = this.environment(pid, [name]);
    return typeof answer === 'string' ? null : (answer[0] ?? null);
  }

  commandLine(pid: number): string | null {
    const length = readProcessFile(pid, 'cmdline', buffer) ?? 0;
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
    if (folder.uid !== 0) return folder.uid;
    const length = readProcessFile(pid, 'status', buffer) ?? 0;
    const effective = /^Uid:\s+\d+\s+(\d+)/m.exec(buffer.toString('latin1', 0, length));
    return effective === null ? folder.uid : Number(effective[1]);
  }

  turnover(): { forks: number; forksUntilReuse: number } | null {
    return readTurnover();
  }

  pidNamespaceOf(pid: number): string | null {
    return linkOf(pid, 'ns/pid')?.replace(/\D/g, '') ?? null;
  }

  outputs(pid: number): string[] {
    return ['fd/1', 'fd/2']
      .map((file) => linkOf(pid, file) ?? '')
      .filter((path) => path.startsWith('/'))
      .map((path) => path.replace(/ \(deleted\)$/, ''));
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

  listenersAt(endpoint: Endpoint): ReadonlySet<string> {
    return listenersAt(endpoint);
  }

  holdsSocket(pid: number, inodes: ReadonlySet<string>): boolean {
    return holdsOneOf(pid, new Set([...inodes].map((inode) => `socket:[${inode}]`)));
  }

  /** In the middle of its exec a process has none. Nor has one that is about to exit, or a kernel thread. */
  #hasProgram(pid: number): boolean {
    const length = readProcessFile(pid, 'stat', buffer) ?? 0;
    return hasProgram(buffer, length);
  }
}

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
const NAMESPACE_LINK = '/proc/self/ns/pid';

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

/** Where the link `/proc/PID/<file>` leads. @throws OpmError PROCESS_TABLE_UNREADABLE when something has run out */
function linkOf(pid: number, file: string): string | null {
  if (!isPid(pid)) return null;
  const path = `/proc/${pid}/${file}`;
  try {
    return readlinkSync(path);
  } catch (error) {
    if (NO_ANSWER.has(systemErrorCode(error) ?? '')) return null;
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
