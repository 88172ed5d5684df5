import { type ErrorShape, EXIT, messageOf, OpmError } from '../../errors.ts';

/** The request is for nothing the daemon offers. */
export function noSuchRoute(method: string, url: string): OpmError {
  return new OpmError({
    code: 'NO_SUCH_ROUTE',
    exitCode: EXIT.usage,
    message: `The daemon has no "${method} ${url.slice(0, 200)}"; requests are "POST /v1/<intent>"`,
  });
}

/** There was no memory to read the request with, and the runtime said so instead of ending. */
export function outOfMemory(cause: unknown): OpmError {
  return new OpmError({
    code: 'OUT_OF_MEMORY',
    exitCode: EXIT.failed,
    message: `The daemon has not enough memory to read this request (${messageOf(cause)}); nothing was done`,
    cause,
  });
}

/** Whether it is the error of an allocation that failed, in the words of V8 or JavaScriptCore. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /memory|allocation/i.test(error.message);
}

/** The daemon is about to end and takes no more requests. Nothing of the request was done. */
export function daemonStopping(): OpmError {
  return new OpmError({
    code: 'DAEMON_STOPPING',
    exitCode: EXIT.unreachable,
    message: 'The daemon is stopping and takes no more requests; run the command again in a moment',
  });
}

/** What a client is told when the daemon met an error that is no `OpmError`: a bug, to be reported. */
export function internalError(error: unknown): ErrorShape {
  const [firstLine] = messageOf(error).split('\n');
  return {
    code: 'BUG',
    exitCode: EXIT.bug,
    message: `Unexpected error in the daemon: ${firstLine}. Its log has the details`,
  };
}

/** The daemon cannot listen or be found at its place in the home. */
export function socketUnusable(path: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'SOCKET_UNUSABLE',
    exitCode: EXIT.unreachable,
    message: `The daemon cannot use the socket "${path}": ${messageOf(cause)}`,
    cause,
  });
}
