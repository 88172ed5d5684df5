import { EXIT, messageOf, OpmError, systemErrorCode } from '../errors.ts';

const SHORTAGES: Record<string, string> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is exhausted: free some space',
  EROFS: 'the file system is read-only: remount it for writing, or set OPM_HOME elsewhere',
  EMFILE: 'this process has no file descriptors left: raise the limit (ulimit -n)',
  ENFILE: 'the machine has no file descriptors left',
  EACCES: 'permission denied: the home must belong to the user who runs OPM',
  EPERM: 'permission denied: the home must belong to the user who runs OPM',
};

/** What a system error means to the person who has to fix it. */
export function describeShortage(error: unknown): string {
  return SHORTAGES[systemErrorCode(error) ?? ''] ?? messageOf(error);
}

/** The ledger cannot be written now. Nothing that depended on it was done. */
export function ledgerUnwritable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'LEDGER_UNWRITABLE',
    exitCode: EXIT.failed,
    message: `Cannot write the ledger "${file}": ${describeShortage(cause)}. Nothing was changed`,
    cause,
  });
}

export function ledgerUnreadable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'LEDGER_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot read the ledger "${file}": ${describeShortage(cause)}`,
    cause,
  });
}

/** The home was given up; its new owner writes the ledger. */
export function ledgerClosed(file: string): OpmError {
  return new OpmError({
    code: 'LEDGER_CLOSED',
    exitCode: EXIT.failed,
    message: `The daemon has given up the ledger "${file}" and no longer changes anything. Try again`,
  });
}

/** The file was removed while the daemon had it open. */
export function ledgerDeleted(file: string): OpmError {
  return new OpmError({
    code: 'LEDGER_DELETED',
    exitCode: EXIT.failed,
    message: `The ledger "${file}" was deleted while the daemon is running. The apps keep running; run "opm daemon restart" to recreate it`,
  });
}

/** Written by a newer OPM. It is left as it is. */
export function ledgerNewer(file: string, version: number, known: number): OpmError {
  return new OpmError({
    code: 'LEDGER_NEWER',
    exitCode: EXIT.badData,
    message: `The ledger "${file}" has format version ${version}; this OPM knows versions up to ${known}. Use the newer OPM that wrote it, or set OPM_HOME to another folder`,
  });
}
