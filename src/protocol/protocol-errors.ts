import { EXIT, OpmError } from '../errors.ts';

/** The body of the request does not match what the intent requires. */
export function badRequest(intent: string, problem: string, cause?: unknown): OpmError {
  return new OpmError({
    code: 'BAD_REQUEST',
    exitCode: EXIT.usage,
    message: `The daemon cannot parse the request "${intent}": ${problem}`,
    cause,
  });
}

/** The body of the request exceeds the daemon's limit. */
export function requestTooLarge(intent: string, limitBytes: number): OpmError {
  return new OpmError({
    code: 'REQUEST_TOO_LARGE',
    exitCode: EXIT.usage,
    message: `The request "${intent}" is larger than ${limitBytes / 1024 / 1024} MiB, the most that the daemon accepts`,
  });
}

/** The command and the daemon come from releases that speak different protocols. */
export function protocolMismatch(versions: { command: string; daemon: string }): OpmError {
  return new OpmError({
    code: 'PROTOCOL_MISMATCH',
    exitCode: EXIT.unreachable,
    message:
      `The running daemon is OPM ${versions.daemon} and this command is OPM ${versions.command}; they do not ` +
      'understand each other. Run "opm daemon restart": all apps keep running',
  });
}
