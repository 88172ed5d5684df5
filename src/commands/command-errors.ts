import { EXIT, OpmError } from '../errors.ts';

/** The command line itself is wrong: exit code 64. `usage` is added as a line of its own. */
export function usageError(message: string, usage?: string): OpmError {
  return new OpmError({
    code: 'USAGE',
    exitCode: EXIT.usage,
    message: usage === undefined ? message : `${message}\nUsage: ${usage}`,
  });
}

/** A command needs a daemon that runs, and starting one would not help. */
export function daemonNotRunning(home: string): OpmError {
  return new OpmError({
    code: 'DAEMON_NOT_RUNNING',
    exitCode: EXIT.unreachable,
    message: `No daemon runs for the home "${home}". Start one with: opm daemon start`,
  });
}
