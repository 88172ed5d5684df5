import { type ErrorShape, EXIT, messageOf, OpmError } from '../../errors.ts';

/** The request matches nothing that the daemon offers. */
export function noSuchRoute(method: string, url: string): OpmError {
  return new OpmError({
    code: 'NO_SUCH_ROUTE',
    exitCode: EXIT.usage,
    message: `The daemon has no route "${method} ${url.slice(0, 200)}"; send requests as "POST /v1/<intent>"`,
  });
}

/** There was not enough memory to read the request, and the runtime threw instead of crashing. */
export function outOfMemory(cause: unknown): OpmError {
  return new OpmError({
    code: 'OUT_OF_MEMORY',
    exitCode: EXIT.failed,
    message: `The daemon does not have enough memory to read this request (${messageOf(cause)}); nothing was done`,
    cause,
  });
}

/** Whether this is a failed allocation, as V8 or JavaScriptCore words it. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /memory|allocation/i.test(error.message);
}

/** The daemon is about to end and accepts no more requests. No part of the request was carried out. */
export function daemonStopping(): OpmError {
  return new OpmError({
    code: 'DAEMON_STOPPING',
    exitCode: EXIT.unreachable,
    message: 'The daemon is stopping and accepts no more requests; run the command again in a moment',
  });
}

/** What a client sees when the daemon hits an error that is not an `OpmError`: a bug to be reported. */
export function internalError(error: unknown): ErrorShape {
  const [firstLine] = messageOf(error).split('\n');
  return {
    code: 'BUG',
    exitCode: EXIT.bug,
    message: `Unexpected error in the daemon: ${firstLine}. Its log has the details`,
  };
}

/** The daemon cannot create or publish its socket in the home. */
export function socketUnusable(path: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'SOCKET_UNUSABLE',
    exitCode: EXIT.unreachable,
    message: `The daemon cannot use the socket "${path}": ${messageOf(cause)}`,
    cause,
  });
}
