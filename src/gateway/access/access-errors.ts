import { EXIT, messageOf, OpmError } from '../../errors.ts';

/** Names tell tokens apart in the event journal, so there is one of each. */
export function tokenNameTaken(name: string): OpmError {
  return new OpmError({
    code: 'TOKEN_NAME_TAKEN',
    exitCode: EXIT.failed,
    message: `There is a token "${name}" already; choose another name, or revoke it first: opm token revoke ${name}`,
  });
}

export function tokenNameInvalid(name: string): OpmError {
  return new OpmError({
    code: 'TOKEN_NAME_INVALID',
    exitCode: EXIT.usage,
    message: `"${name}" cannot be the name of a token: up to 64 letters, digits, ".", "-" and "_", a letter or digit first`,
  });
}

export function tokenUnknown(name: string, known: string[]): OpmError {
  return new OpmError({
    code: 'TOKEN_UNKNOWN',
    exitCode: EXIT.failed,
    message: `There is no token "${name}"; ${known.length === 0 ? 'there are none' : `there are: ${known.join(', ')}`}`,
  });
}

/** `--expires` takes no such time. */
export function lifetimeInvalid(text: string): OpmError {
  return new OpmError({
    code: 'LIFETIME_INVALID',
    exitCode: EXIT.usage,
    message: `--expires takes a time such as 90d, 12h or 30m, not "${text}"`,
  });
}

/** The folder of tokens and links cannot be read or written. */
export function accessFilesUnusable(folder: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'ACCESS_FILES_UNUSABLE',
    exitCode: EXIT.failed,
    message: `Cannot use "${folder}": ${messageOf(cause)}`,
    cause,
  });
}
