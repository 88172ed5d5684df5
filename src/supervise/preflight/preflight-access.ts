import { execFile } from 'node:child_process';
import { wrapped } from '../../pool/wrapped.ts';
import type { Attributes } from '../start/attributes/plan-attributes.ts';
import type { UserAccount } from '../start/attributes/user.ts';
import type { Obstacle } from './preflight-errors.ts';

/** Exit codes of the script: which of the two it could not do. */
const NO_CWD = 11;
const NO_COMMAND = 12;
const SCRIPT = `cd "$1" || exit ${NO_CWD}; test -x "$2" || exit ${NO_COMMAND}`;
const TIMEOUT_MS = 5000;

/**
 * Why a user that we are about to switch to cannot enter the folder or run the command, or `null`. Asked of the
 * kernel by a process of that user, since modes, lists of access rights and mounts all have a say. Where there
 * is no shell to ask with, the start itself will tell, if less clearly.
 */
export function findAccessObstacle(options: {
  account: UserAccount;
  /** How it gets there, with its groups. */
  attributes: Attributes;
  cwd: string;
  file: string;
}): Promise<Obstacle | null> {
  const { account, attributes, cwd, file } = options;
  const script = wrapped(attributes.wrapper, { file: '/bin/sh', args: ['-c', SCRIPT, 'sh', cwd, file] });
  return new Promise((resolve) => {
    execFile(
      script.file,
      script.args,
      { ...attributes.credentials, cwd: '/', env: {}, timeout: TIMEOUT_MS },
      (error) => {
        const may = `may not be entered by the user "${account.name}"`;
        if (error?.code === NO_CWD) {
          resolve({ code: 'CWD_UNUSABLE', message: `the folder "${cwd}" ${may}`, cause: error });
        } else if (error?.code === NO_COMMAND) {
          const message = `the command "${file}" may not be run by the user "${account.name}"`;
          resolve({ code: 'COMMAND_UNUSABLE', message, cause: error });
        } else {
          resolve(null);
        }
      },
    );
  });
}
