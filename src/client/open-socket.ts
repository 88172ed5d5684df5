import { connect, type Socket } from 'node:net';
import { messageOf, systemErrorCode } from '../errors.ts';
import { READY_ROUTE } from '../protocol/protocol-version.ts';
import { refusesWhenCrowded } from '../runtime/quirks/crowded-socket.ts';
import { AnswerReader } from './answer-reader.ts';
import { daemonUnreachable } from './client-errors.ts';
import { requestHead } from './exchange.ts';

/** The kernel's field has one more byte, for the closing NUL. */
const LONGEST_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

const CROWDED_DEADLINE_MS = 10_000;
const CROWDED_PAUSE_MS = 20;

/**
 * Connects to whoever listens on the socket; `null` when nobody does.
 *
 * @param crowdedDeadlineMs how long to retry while the socket's queue is full or its listener resets connections
 * @throws OpmError DAEMON_UNREACHABLE when this cannot be determined: no permission, no descriptors left, a queue
 * that stays full
 */
export async function openSocket(
  path: string,
  crowdedDeadlineMs: number = CROWDED_DEADLINE_MS,
): Promise<Socket | null> {
  // Nobody can listen there, and Node 20 would truncate the path and connect to something else.
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) return null;
  const giveUpAt = performance.now() + crowdedDeadlineMs;
  for (;;) {
    const outcome = await attempt(path);
    if (!(outcome instanceof Error)) return outcome;
    const code = systemErrorCode(outcome);
    // ENOTDIR: the home is not a folder; code that needs one reports that.
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'ECONNREFUSED' && !(await isCrowded(path))) return null;
    // ECONNRESET: the listener closed while this waited in its queue. Nothing was asked, so check who is there now.
    if (code !== 'EAGAIN' && code !== 'ECONNREFUSED' && code !== 'ECONNRESET')
      throw daemonUnreachable(path, reasonOf(outcome), outcome);
    if (performance.now() >= giveUpAt) {
      throw daemonUnreachable(path, 'too many clients are waiting for it, or it is suspended', outcome);
    }
    // The kernel has no event for "there is room again", nor for "the listener's last thread has ended".
    await new Promise((resolve) => setTimeout(resolve, CROWDED_PAUSE_MS));
  }
}

/**
 * Waits until the daemon at the other end serves requests.
 *
 * @returns `gone` when it ended instead, `silent` when `deadlineMs` passed first. Destroys the socket.
 */
export function untilServing(socket: Socket, deadlineMs: number): Promise<'serving' | 'gone' | 'silent'> {
  return new Promise((resolve) => {
    const settle = (outcome: 'serving' | 'gone' | 'silent') => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(outcome);
    };
    const deadline = setTimeout(settle, deadlineMs, 'silent');
    const reader = new AnswerReader<'cancel'>({
      onHead: () => {},
      // An error means that it is stopping: what counts is its end, which the connection shows.
      onLine: (line) => line.type === 'result' && settle('serving'),
    });
    socket.on('error', () => {});
    socket.once('close', () => settle('gone'));
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        settle('gone');
      }
    });
    socket.write(requestHead(`GET ${READY_ROUTE}`, 0));
  });
}

/** Whether the connection closed within `deadlineMs`. */
export function untilClosed(socket: Socket, deadlineMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve(true);
    const deadline = setTimeout(resolve, deadlineMs, false);
    socket.once('close', () => {
      clearTimeout(deadline);
      resolve(true);
    });
  });
}

/** Whether "refused" only meant that the queue is full. */
async function isCrowded(path: string): Promise<boolean> {
  if (!refusesWhenCrowded()) return false;
  const { knock } = await import('../ledger/lock/lock-knock.ts');
  return (await knock(path)) === 'answered';
}

function reasonOf(error: Error): string {
  const isForbidden = ['EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '');
  return isForbidden ? 'permission denied: it belongs to another user' : messageOf(error);
}

function attempt(path: string): Promise<Socket | Error> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', resolve);
    socket.once('connect', () => {
      socket.removeListener('error', resolve);
      socket.on('error', () => {});
      // Without a reader, the end of the connection would go unnoticed.
      resolve(socket.resume());
    });
  });
}
