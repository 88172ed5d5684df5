import { EXIT, messageOf, OpmError } from '../../errors.ts';

/** Names identify tokens in the event journal, so each is unique. */
export function tokenNameTaken(name: string): OpmError {
  return new OpmError({
    code: 'TOKEN_NAME_TAKEN',
    exitCode: EXIT.failed,
    message: `A token "${name}" already exists; choose another name, or revoke it first: opm token revoke ${name}`,
  });
}

export function tokenNameInvalid(name: string): OpmError {
  return new OpmError({
    code: 'TOKEN_NAME_INVALID',
    exitCode: EXIT.usage,
    message: `"${name}" is not a valid token name: use up to 64 letters, digits, ".", "-" and "_", starting with a letter or digit`,
  });
}

export function tokenUnknown(name: string, known: string[]): OpmError {
  return new OpmError({
    code: 'TOKEN_UNKNOWN',
    exitCode: EXIT.failed,
    message: `There is no token "${name}"; ${known.length === 0 ? 'there are none' : `there are: ${known.join(', ')}`}`,
  });
}

/** The value of `--expires` is not a time. */
export function lifetimeInvalid(text: string): OpmError {
  return new OpmError({
    code: 'LIFETIME_INVALID',
    exitCode: EXIT.usage,
    message: `"${text}" is not a valid --expires time: use for example 90d, 12h or 30m`,
  });
}

/** The folder with tokens and links cannot be read or written. */
export function accessFilesUnusable(folder: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'ACCESS_FILES_UNUSABLE',
    exitCode: EXIT.failed,
    message: `Cannot use "${folder}": ${messageOf(cause)}`,
    cause,
  });
}
