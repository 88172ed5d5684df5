import { EXIT, messageOf, OpmError } from '../errors.ts';

/** The command line itself is wrong: exit code 64. `usage` is appended on a line of its own. */
export function usageError(message: string, usage?: string): OpmError {
  return new OpmError({
    code: 'USAGE',
    exitCode: EXIT.usage,
    message: usage === undefined ? message : `${message}\nUsage: ${usage}`,
  });
}

/** No daemon is running, and the log folder has no files for these targets. */
export function noLogsFound(targets: readonly string[], folder: string): OpmError {
  return new OpmError({
    code: 'NO_LOGS',
    exitCode: EXIT.failed,
    message:
      `No daemon is running, and "${folder}" has no log file for ${targets.join(' ')}. Use the names of the files there, ` +
      'or start the daemon with: opm daemon start',
  });
}

/** `opm rotate` could rotate none of the logs. */
export function logsNotRotated(problems: readonly { path: string; message: string }[]): OpmError {
  const each = problems.map(({ path, message }) => `"${path}": ${message}`);
  return new OpmError({
    code: 'LOGS_NOT_ROTATED',
    exitCode: EXIT.failed,
    message: `No log was rotated, and none was changed. ${each.join('; ')}`,
  });
}

/** A log file cannot be read or emptied. The system's message names it. */
export function logUnreadable(cause: unknown): OpmError {
  return new OpmError({
    code: 'LOG_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot use a log file: ${messageOf(cause)}`,
    cause,
  });
}

/** `opm config init` cannot write its file. */
export function cannotWriteConfig(file: string, reason: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'CONFIG_NOT_WRITTEN',
    exitCode: EXIT.failed,
    message: `Cannot write "${file}": ${reason}`,
    cause,
  });
}

/** A bare number is an id: hardly anyone has a command of that name. */
export function noSuchId(word: string): OpmError {
  return new OpmError({
    code: 'TARGET_UNKNOWN',
    exitCode: EXIT.failed,
    message: `There is no instance with the id ${word}. To start a command of that name, give its path`,
  });
}
