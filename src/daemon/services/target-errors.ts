import { EXIT, OpmError } from '../../errors.ts';

/** `scale` accepts only the name of an app. */
export function notAnApp(name: string): OpmError {
  return new OpmError({
    code: 'NOT_AN_APP',
    exitCode: EXIT.failed,
    message: `"${name}" is not the name of an app; scale takes an app name as shown by "opm list"`,
  });
}

/** `adjust` changes one app at a time. */
export function notOneApp(target: string): OpmError {
  return new OpmError({
    code: 'NOT_ONE_APP',
    exitCode: EXIT.failed,
    message: `"${target}" matches several apps; name just one`,
  });
}

export function nameTaken(name: string): OpmError {
  return new OpmError({
    code: 'NAME_TAKEN',
    exitCode: EXIT.failed,
    message: `Another app is already called "${name}"; choose a different name`,
  });
}

/** A running instance would be stopped for something that cannot be started. */
export function cannotReplace(reason: string): OpmError {
  return new OpmError({
    code: 'CANNOT_REPLACE',
    exitCode: EXIT.failed,
    message: `Nothing was changed: ${reason}`,
  });
}
