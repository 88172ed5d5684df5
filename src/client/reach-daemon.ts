import { watch } from 'node:fs';
import type { Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import { homePaths } from '../runtime/home.ts';
import { trustHome } from '../runtime/home-trust.ts';
import type { SelfCommand } from '../runtime/self.ts';
import { daemonFailed, ownerBusy } from './client-errors.ts';
import { daemonLogTail } from './daemon-log.ts';
import { openSocket, untilServing } from './open-socket.ts';
import type { Started } from './start-daemon.ts';

/** Shorter waits are not worth a message. */
const SILENT_WAIT_MS = 500;

/** The lock of an owner that was killed does not change, so it is checked again at this interval. */
const LOCK_RECHECK_MS = 1_000;

/** How often to start a daemon that reports ready and is gone before it can be asked anything. */
const MAX_VANISHED = 3;

export interface ReachOptions {
  home: string;
  /** Called with a description of what it is waiting for, when that takes a while. */
  onWaiting(message: string): void;
  breakLock: boolean;
  atRest: boolean;
  /** How long all of it may take. */
  deadlineMs: number;
  /** See `StartDaemonOptions`. */
  program?: (args: string[]) => SelfCommand;
}

/**
 * A connection to the running daemon; `null` when there is none.
 *
 * @throws OpmError when someone else could have put the socket there: then nothing is sent to it
 */
export async function findDaemon(home: string): Promise<Socket | null> {
  trustHome(home);
  return openSocket(homePaths(home).socket);
}

/**
 * A connection to the daemon of the home, started if none is running. When several start one at the same moment, all
 * of them end up with the one that got the lock.
 *
 * @throws OpmError what `startDaemon` and `openSocket` throw, or OWNER_BUSY (exit 75) when the owner of the lock
 * neither serves nor ends within the deadline
 */
export async function reachDaemon(options: ReachOptions): Promise<Socket> {
  const { home, deadlineMs } = options;
  const giveUpAt = performance.now() + deadlineMs;
  let vanished = 0;
  for (;;) {
    const found = await findDaemon(home);
    if (found !== null) return found;
    const { startDaemon } = await import('./start-daemon.ts');
    const remainingMs = Math.max(1, giveUpAt - performance.now());
    const started = await startDaemon({ ...options, deadlineMs: remainingMs });
    if (started.type === 'busy') await outwait(started, options, giveUpAt);
    const socket = await openSocket(started.socket);
    if (socket !== null) return socket;
    if (started.type === 'busy') continue;
    vanished += 1;
    if (vanished === MAX_VANISHED) {
      throw daemonFailed('it ended right after it started', daemonLogTail(homePaths(home).daemonLog));
    }
  }
}

/** Returns when the owner of the lock serves requests, or is gone so that the next try may get the lock. */
async function outwait(
  { owner, socket: path }: Extract<Started, { type: 'busy' }>,
  { home, onWaiting, deadlineMs }: ReachOptions,
  giveUpAt: number,
): Promise<void> {
  const message = setTimeout(() => onWaiting(`Waiting for ${owner}, which owns "${home}"`), SILENT_WAIT_MS);
  try {
    const remainingMs = giveUpAt - performance.now();
    const socket = await openSocket(path);
    if (socket === null) await lockTouched(homePaths(home).lock, LOCK_RECHECK_MS);
    else if ((await untilServing(socket, Math.max(1, remainingMs))) !== 'silent') return;
    if (performance.now() >= giveUpAt) throw ownerBusy(home, owner, deadlineMs / 1000);
  } finally {
    clearTimeout(message);
  }
}

/** Waits at most `deadlineMs` for the owner to let go. */
function lockTouched(lock: string, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(lock));
    const settle = () => {
      clearTimeout(deadline);
      watcher.close();
      resolve();
    };
    const deadline = setTimeout(settle, deadlineMs);
    watcher.on('error', settle);
    watcher.on('change', (_event, name) => name === basename(lock) && settle());
  });
}
