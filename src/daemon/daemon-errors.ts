import { type ErrorShape, EXIT, messageOf, OpmError } from '../errors.ts';

/** The request is for nothing the daemon offers. */
export function noSuchRoute(method: string, url: string): OpmError {
  return new OpmError({
    code: 'NO_SUCH_ROUTE',
    exitCode: EXIT.usage,
    message: `The daemon has no "${method} ${url.slice(0, 200)}"; requests are "POST /v1/<intent>"`,
  });
}

/** The request's body is not what the intent asks for. */
export function badRequest(intent: string, problem: string, cause?: unknown): OpmError {
  return new OpmError({
    code: 'BAD_REQUEST',
    exitCode: EXIT.usage,
    message: `The daemon cannot read the request "${intent}": ${problem}`,
    cause,
  });
}

/** The request's body is longer than the daemon reads. */
export function requestTooLarge(intent: string, limitBytes: number): OpmError {
  return new OpmError({
    code: 'REQUEST_TOO_LARGE',
    exitCode: EXIT.usage,
    message: `The request "${intent}" is longer than ${limitBytes / 1024 / 1024} MiB, the most the daemon takes`,
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

/** The command and the daemon come from different releases that do not understand each other. */
export function protocolMismatch(versions: { command: string; daemon: string }): OpmError {
  return new OpmError({
    code: 'PROTOCOL_MISMATCH',
    exitCode: EXIT.unreachable,
    message:
      `The running daemon is OPM ${versions.daemon} and this command is OPM ${versions.command}; they do not ` +
      'understand each other. Run "opm daemon restart": every app keeps running',
  });
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

/** There is no daemon and the command does not start one. */
export function daemonNotRunning(home: string): OpmError {
  return new OpmError({
    code: 'DAEMON_NOT_RUNNING',
    exitCode: EXIT.unreachable,
    message: `No daemon is running for "${home}"; start it with "opm daemon start"`,
  });
}

/** A daemon may be there, but the system does not let this command reach it. */
export function daemonUnreachable(path: string, reason: string, cause?: unknown): OpmError {
  return new OpmError({
    code: 'DAEMON_UNREACHABLE',
    exitCode: EXIT.unreachable,
    message: `Cannot reach the daemon at "${path}": ${reason}`,
    cause,
  });
}

/** The daemon ended, or cut the connection, before it had answered. What it had begun is in its ledger. */
export function daemonLost(intent: string, log: string[]): OpmError {
  return new OpmError({
    code: 'DAEMON_LOST',
    exitCode: EXIT.unreachable,
    message:
      `The daemon ended before it had answered "${intent}"; "opm list" shows what it did. Where its log gives no ` +
      `reason, it was killed or the memory ran out${quote(log)}`,
  });
}

/** Something answered that is not a daemon of OPM, or a broken one. */
export function badAnswer(intent: string, problem: string): OpmError {
  return new OpmError({
    code: 'BAD_ANSWER',
    exitCode: EXIT.unreachable,
    message: `The answer to "${intent}" is not one of an OPM daemon: ${problem}`,
  });
}

/** The daemon is there but says nothing. */
export function daemonSilent(intent: string, seconds: number, logFile: string): OpmError {
  return new OpmError({
    code: 'DAEMON_SILENT',
    exitCode: EXIT.unreachable,
    message: `The daemon has taken "${intent}" but said nothing for ${seconds} s; see "${logFile}"`,
  });
}

/** The daemon was started and ended, or did not get ready. */
export function daemonFailed(reason: string, log: string[], cause?: unknown): OpmError {
  return new OpmError({
    code: 'DAEMON_FAILED',
    exitCode: EXIT.unreachable,
    message: `The daemon could not be started: ${reason}${quote(log)}`,
    cause,
  });
}

/** Another process owns the home and does not let go or answer. */
export function ownerBusy(home: string, owner: string, seconds: number): OpmError {
  return new OpmError({
    code: 'OWNER_BUSY',
    exitCode: EXIT.busy,
    message: `"${home}" is held by ${owner}, which has not answered for ${seconds} s`,
  });
}

function quote(log: string[]): string {
  return log.length === 0 ? '' : `. The last lines of its log:\n${log.map((line) => `  ${line}`).join('\n')}`;
}
