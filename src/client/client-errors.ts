import { EXIT, OpmError } from '../errors.ts';

/** There is no daemon, and the command does not start one. */
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

/** The daemon ended, or cut the connection, before answering. What it had begun is in its ledger. */
export function daemonLost(intent: string, log: string[]): OpmError {
  return new OpmError({
    code: 'DAEMON_LOST',
    exitCode: EXIT.unreachable,
    message:
      `The daemon ended before it answered "${intent}"; "opm list" shows what it did. If its log gives no ` +
      `reason, it was killed or ran out of memory${quote(log)}`,
  });
}

/** Whatever answered is not an OPM daemon, or is a broken one. */
export function badAnswer(intent: string, problem: string): OpmError {
  return new OpmError({
    code: 'BAD_ANSWER',
    exitCode: EXIT.unreachable,
    message: `The answer to "${intent}" did not come from an OPM daemon: ${problem}`,
  });
}

/** The daemon is there but does not answer. */
export function daemonSilent(intent: string, seconds: number, logFile: string): OpmError {
  return new OpmError({
    code: 'DAEMON_SILENT',
    exitCode: EXIT.unreachable,
    message: `The daemon accepted "${intent}" but has not answered for ${seconds} s; see "${logFile}"`,
  });
}

/** The daemon was started but ended, or did not become ready. */
export function daemonFailed(reason: string, log: string[], cause?: unknown): OpmError {
  return new OpmError({
    code: 'DAEMON_FAILED',
    exitCode: EXIT.unreachable,
    message: `The daemon could not be started: ${reason}${quote(log)}`,
    cause,
  });
}

/** Another process owns the home and neither lets go nor answers. */
export function ownerBusy(home: string, owner: string, seconds: number): OpmError {
  return new OpmError({
    code: 'OWNER_BUSY',
    exitCode: EXIT.busy,
    message: `"${home}" is owned by ${owner}, which has not answered for ${seconds} s`,
  });
}

function quote(log: string[]): string {
  return log.length === 0 ? '' : `. The last lines of its log:\n${log.map((line) => `  ${line}`).join('\n')}`;
}
