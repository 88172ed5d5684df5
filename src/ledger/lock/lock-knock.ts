import { statSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { refusesWhenCrowded } from '../../runtime/quirks/crowded-socket.ts';

/** `refused`: the socket exists but nobody listens on it, nor ever will again. */
export type Answer = 'answered' | 'refused' | 'missing' | 'unclear';

/** A connection over a Unix socket is made or refused at once; if it takes longer, nothing can be concluded. */
const DEADLINE_MS = 2000;

/**
 * Asks the kernel, by connecting, whether someone listens on a Unix socket. That works across PID and network
 * namespaces. A process that listens but does not accept, because it is suspended or busy, answers too.
 */
export async function knock(path: string): Promise<Answer> {
  const obstacle = obstacleAt(path);
  if (obstacle !== null) return obstacle;
  const answer = await connectTo(path);
  return answer === 'refused' && refusesWhenCrowded() ? fetchFrom(path) : answer;
}

/**
 * A plain file in place of the socket refuses connections as well; a path may also lead nowhere, or be closed to us.
 */
function obstacleAt(path: string): Answer | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? 'missing' : found.isSocket() ? null : 'unclear';
  } catch (error) {
    return systemErrorCode(error) === 'ENOTDIR' ? 'missing' : 'unclear';
  }
}

async function connectTo(path: string): Promise<Answer> {
  // Loaded on first use: most locks are judged without it.
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(path);
    const deadline = setTimeout(() => finish('unclear'), DEADLINE_MS);
    const finish = (answer: Answer) => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish('answered'));
    socket.on('error', (error) => finish(meaningOf(error)));
  });
}

/**
 * The same question, asked another way. Bun 1.4.5 reports ECONNREFUSED even when the kernel returned EAGAIN: a live
 * process listens, and its queue is full. A contender once took the lock from a live owner that way. Bun's `fetch`
 * passes on the kernel's answer.
 */
async function fetchFrom(path: string): Promise<Answer> {
  const abort = new AbortController();
  const deadline = setTimeout(() => abort.abort(), DEADLINE_MS);
  try {
    await fetch('http://localhost/', { unix: path, signal: abort.signal } as RequestInit);
    return 'answered';
  } catch (error) {
    return meaningOf(error);
  } finally {
    clearTimeout(deadline);
  }
}

function meaningOf(error: unknown): Answer {
  switch (systemErrorCode(error)) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ENOENT':
      return 'missing';
    case 'EAGAIN': // Someone listens but does not keep up.
    case 'ECONNRESET': // Someone accepted the connection and closed it at once.
    case 'EPIPE':
      return 'answered';
    default:
      return 'unclear';
  }
}
