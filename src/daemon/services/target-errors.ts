import { EXIT, OpmError } from '../../errors.ts';

/** `scale` takes the name of an app, nothing else. */
export function notAnApp(name: string): OpmError {
  return new OpmError({
    code: 'NOT_AN_APP',
    exitCode: EXIT.failed,
    message: `"${name}" is not the name of an app; scale takes a name as "opm list" shows it`,
  });
}

/** `adjust` changes one app at a time. */
export function notOneApp(target: string): OpmError {
  return new OpmError({
    code: 'NOT_ONE_APP',
    exitCode: EXIT.failed,
    message: `"${target}" matches several apps; name one of them`,
  });
}

export function nameTaken(name: string): OpmError {
  return new OpmError({
    code: 'NAME_TAKEN',
    exitCode: EXIT.failed,
    message: `There is another app with the name "${name}"; choose a different one`,
  });
}
