import { EXIT, messageOf, OpmError, systemErrorCode } from '../errors.ts';
import { describeShortage } from './journal-errors.ts';

/** What link() reports on file systems without hard links (FAT, some FUSE and network ones). */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

export function lockUnreadable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'LOCK_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot read the lock file "${file}": ${describeShortage(cause)}. Nothing was changed`,
    cause,
  });
}

export function lockUnwritable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'LOCK_UNWRITABLE',
    exitCode: EXIT.failed,
    message: `Cannot write the lock file "${file}": ${describeShortage(cause)}. Nothing was changed`,
    cause,
  });
}

/** @returns the error for a link() that failed for a reason other than that the name is taken */
export function lockUnlinkable(file: string, cause: unknown): OpmError {
  if (!NO_HARD_LINKS.has(systemErrorCode(cause) ?? '')) return lockUnwritable(file, cause);
  return new OpmError({
    code: 'LOCK_NO_HARD_LINKS',
    exitCode: EXIT.failed,
    message:
      `Cannot create the lock file "${file}": the file system has no hard links (${messageOf(cause)}). ` +
      'Set OPM_HOME to a folder on a local disk',
    cause,
  });
}

/** Two dead processes each hold what the other one wants: only copied or forged files can look like that. */
export function lockGuardsInCircle(files: string[]): OpmError {
  return new OpmError({
    code: 'LOCK_GUARDS_IN_CIRCLE',
    exitCode: EXIT.badData,
    message:
      'The files that guard the lock refer to each other in a circle, which OPM never writes. ' +
      `Make sure that no OPM daemon is using this home, then remove ${files.map((file) => `"${file}"`).join(', ')}`,
  });
}
