import { isAbsolute } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Identity } from '../../runtime/proc/process-table.ts';

/**
 * The format of `ledger.lock` and its guards: one line, `crc32hex SPACE json NEWLINE`, as in the ledger. The checksum
 * is there because one flipped bit in a PID would make a live owner look dead. Every future version keeps the line,
 * `version` and `nonce`.
 */
export const LOCK_VERSION = 1;

/** What a lock or guard file says about the process that made it. */
export interface LockOwner {
  version: typeof LOCK_VERSION;
  identity: Identity;
  machineId: string;
  /** It is PID 1 of its PID namespace: when it ends, the kernel ends everything in there. */
  initOfNamespace: boolean;
  /** The socket it listens on from before it takes the lock until after it has released it; absolute. */
  socket: string;
  /** 32 hex digits, never used twice. */
  nonce: string;
  /** When it took the lock, ISO 8601. */
  startedAt: string;
  /** Its command line, for messages. */
  command: string;
}

/**
 * What a slot (the lock file or a guard) holds. `nonce` identifies the content; if the file has none, it is derived
 * from what every contender sees alike.
 */
export type SlotContent =
  | { nonce: string; owner: LockOwner; defect: null }
  | { nonce: string; owner: null; defect: 'newer' | 'damaged' };

export function formatOwner(owner: LockOwner): string {
  const json = JSON.stringify(owner);
  return `${checksum(json)} ${json}\n`;
}

/** @returns the owner, `newer` with its nonce, or `null` when no version has written this */
export function parseOwner(text: string): SlotContent | null {
  const json = text.slice(9, -1);
  if (text !== `${checksum(json)} ${json}\n`) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(value) || typeof value.nonce !== 'string' || !/^[0-9a-f]{32}$/.test(value.nonce)) return null;
  const { nonce } = value;
  if (Number.isSafeInteger(value.version) && (value.version as number) > LOCK_VERSION) {
    return { nonce, owner: null, defect: 'newer' };
  }
  return isOwner(value) ? { nonce, owner: value, defect: null } : null;
}

/** The owner in one clause, for messages: who, what, since when. */
export function describeOwner(owner: LockOwner): string {
  return `process ${owner.identity.pid} (${owner.command}), since ${owner.startedAt}`;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

function isOwner(value: Record<string, unknown>): value is Record<string, unknown> & LockOwner {
  const { identity, machineId, initOfNamespace, socket, startedAt, command } = value;
  return (
    value.version === LOCK_VERSION &&
    isRecord(identity) &&
    typeof identity.bootId === 'string' &&
    typeof identity.pidNamespace === 'string' &&
    Number.isSafeInteger(identity.pid) &&
    Number.isSafeInteger(identity.startTicks) &&
    typeof machineId === 'string' &&
    typeof initOfNamespace === 'boolean' &&
    typeof socket === 'string' &&
    isAbsolute(socket) &&
    typeof startedAt === 'string' &&
    typeof command === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
