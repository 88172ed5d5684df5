import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { EXIT, messageOf, OpmError, systemErrorCode } from '../../errors.ts';
import { readOwn } from './open-own.ts';

const SECRET_BYTES = 32;

function secretUnreadable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'SECRET_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot read the home's secret "${file}": ${messageOf(cause)}. Make it readable again, or move it away`,
    cause,
  });
}

/**
 * The secret that a daemon signs its tokens with; `null` when there is none, or it is damaged.
 *
 * @throws OpmError FILE_OF_OTHER (65), SECRET_UNREADABLE (1)
 */
export function readHomeSecret(file: string): Buffer | null {
  try {
    const secret = readOwn(file);
    // After a power loss, a file system may show NULs for what was never written.
    return secret.length === SECRET_BYTES && secret.some((byte) => byte !== 0) ? secret : null;
  } catch (error) {
    if (error instanceof OpmError) throw error;
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw secretUnreadable(file, error);
  }
}

/**
 * The secret of a home, made if there is none. Only for the holder of the lock.
 *
 * No fsync: if a power loss takes the secret, whatever it signed ended with the boot.
 *
 * @returns `problem`: why it could not be written; then it counts for this daemon alone
 * @throws OpmError FILE_OF_OTHER (65), SECRET_UNREADABLE (1)
 */
export function openHomeSecret(file: string): { secret: Buffer; problem: string | null } {
  const known = readHomeSecret(file);
  if (known !== null) return { secret: known, problem: null };
  const secret = randomBytes(SECRET_BYTES);
  try {
    writeHomeSecret(file, secret);
    return { secret, problem: null };
  } catch (error) {
    return { secret, problem: messageOf(error) };
  }
}

/** Puts the secret in place in one step, readable by its owner alone. @throws Error of the system */
export function writeHomeSecret(file: string, secret: Buffer): void {
  const temporary = `${file}.new`;
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    if (writeSync(descriptor, secret) !== secret.length) throw new Error('the disk is full');
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
}
