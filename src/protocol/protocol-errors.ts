import { EXIT, OpmError } from '../errors.ts';

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
