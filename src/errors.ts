/**
 * Exit codes of the `opm` command, a stable interface (see docs/commands.md).
 */
export const EXIT = {
  ok: 0,
  failed: 1,
  degraded: 2,
  usage: 64,
  badData: 65,
  unreachable: 69,
  bug: 70,
  busy: 75,
  badConfig: 78,
  /** Of `daemon run --supervised` only: the init system should start it again; the apps keep running. */
  startAgain: 85,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error as it travels between the daemon and a command. */
export interface ErrorShape {
  code: string;
  exitCode: ExitCode;
  message: string;
}

/**
 * OPM's one error class: something that can be explained to a user in one message.
 *
 * `message` says what failed, with what value, and what to do. `code` is stable and in capitals. Every code is
 * created by one function, in the folder that detects the problem. Anything thrown that is not an `OpmError` is a bug
 * in OPM and ends with exit code 70.
 */
export class OpmError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor({ code, exitCode, message, cause }: ErrorShape & { cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OpmError';
    this.code = code;
    this.exitCode = exitCode;
  }

  /** The plain shape that crosses threads and the socket. */
  toShape(): ErrorShape {
    return { code: this.code, exitCode: this.exitCode, message: this.message };
  }
}

/** The `code` of a Node system error (`ENOENT`), or `undefined` for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
