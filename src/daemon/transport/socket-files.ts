import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { knock } from '../../ledger/lock/lock-knock.ts';
import { socketUnusable } from './transport-errors.ts';

/** Every daemon listens on a socket with a name of its own, so none can ever remove another one's. */
const OWN_SOCKET = /^opm-[0-9a-f]{8}\.sock$/;

/** Left behind by a daemon that died while creating its socket or its link. */
const UNFINISHED = /^(opm-[0-9a-f]{8}\.bind|opm\.sock\.[0-9a-f]{8})$/;

/** An unfinished file younger than this may still be completed. */
const NEWBORN_MS = 10_000;

/** A path for a new socket in the home. */
export function newSocketPath(home: string): string {
  return join(home, `opm-${randomBytes(4).toString('hex')}.sock`);
}

/**
 * Points `link` at `socketPath`, which must be in the same folder, in one step: a client sees either the old target
 * or the new one. Call it only while holding the lock.
 *
 * @throws OpmError SOCKET_UNUSABLE
 */
export function publishSocket(socketPath: string, link: string): void {
  const unfinished = `${link}.${randomBytes(4).toString('hex')}`;
  try {
    // Someone who mistook a suspended daemon for a dead one may have swept its socket away.
    lstatSync(socketPath);
    symlinkSync(basename(socketPath), unfinished);
    renameSync(unfinished, link);
  } catch (error) {
    unlinkIfThere(unfinished);
    throw socketUnusable(link, error);
  }
}

/** Removes `link` if it points to `socketPath`. Call it only while still holding the lock. */
export function retractSocket(socketPath: string, link: string): void {
  try {
    if (readlinkSync(link) === basename(socketPath)) unlinkIfThere(link);
  } catch {
    // No link, or a file of another kind: not ours.
  }
}

/** Removes a file if it exists. */
export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') return;
  }
}

/**
 * Removes what dead daemons left in the home, except `keep`. Call it only while holding the lock.
 *
 * @param nowMs wall clock, used to spare what another daemon is just creating
 * @returns the names that were removed
 */
export async function sweepSockets(home: string, keep: string, nowMs = Date.now()): Promise<string[]> {
  const removed = await Promise.all(
    readdirSync(home).map(async (name) => {
      const path = join(home, name);
      const isLeft = OWN_SOCKET.test(name)
        ? path !== keep && (await knock(path)) === 'refused'
        : UNFINISHED.test(name) && !isNewborn(path, nowMs);
      if (!isLeft) return [];
      unlinkIfThere(path);
      return [name];
    }),
  );
  return removed.flat();
}

function isNewborn(path: string, nowMs: number): boolean {
  try {
    // Absolute value: after the clock was set back, an old file must not look new for hours.
    return Math.abs(nowMs - lstatSync(path).ctimeMs) < NEWBORN_MS;
  } catch {
    return true;
  }
}
