import { EXIT, messageOf, OpmError, systemErrorCode } from '../errors.ts';

function homeError(code: string, message: string, cause?: unknown): OpmError {
  return new OpmError({ code, exitCode: EXIT.failed, message, cause });
}

export function homeUnknown(cause?: unknown): OpmError {
  return homeError(
    'HOME_UNKNOWN',
    'No home folder for OPM: set OPM_HOME (or HOME) to an absolute path',
    cause,
  );
}

export function homeNotAFolder(home: string, cause?: unknown): OpmError {
  return homeError(
    'HOME_NOT_A_FOLDER',
    `The home "${home}" is not a folder and cannot be created: something else exists at that path or above it. ` +
      'Move that away, or set OPM_HOME to another folder',
    cause,
  );
}

/** @param owner name or id of the user who owns it; @param user of the one who runs OPM */
export function homeOfOther(home: string, owner: string, user: string): OpmError {
  return homeError(
    'HOME_OF_OTHER',
    `The home "${home}" belongs to ${owner}, and OPM runs as ${user}. Run OPM as ${owner} (sudo -u ${owner} opm …), ` +
      'or set OPM_HOME to a folder of your own',
  );
}

/** Someone else could replace the home. @param owner of the component `at` */
export function homeInReach(
  home: string,
  at: string,
  owner: string,
  problem: 'owner' | 'group-writable' | 'world-writable',
): OpmError {
  const why = {
    owner: `"${at}" on the way to it belongs to ${owner}, who could replace it`,
    'group-writable': `a group can write "${at}" and could replace it (chmod g-w "${at}")`,
    'world-writable': `everyone can write "${at}" and could replace it (chmod o-w "${at}")`,
  }[problem];
  const remedy = problem === 'owner' ? `Run OPM as ${owner} (sudo -u ${owner} opm …), or set` : 'Or set';
  return homeError(
    'HOME_IN_REACH',
    `Refusing to use the home "${home}" as root: ${why}. ${remedy} OPM_HOME to a folder that only root can reach`,
  );
}

/** A folder that is open to others, and in which someone else keeps something. */
export function homeHoldsOtherThings(home: string, name: string): OpmError {
  return homeError(
    'HOME_HOLDS_OTHER_THINGS',
    `"${home}" is open to other users and holds "${name}", which is not part of an OPM home: closing it could lock ` +
      `someone out. Set OPM_HOME to a folder of its own, or close this one yourself (chmod 700 "${home}")`,
  );
}

/** Others could write into a home of root and may have put something there. */
export function homeWasOpen(home: string): OpmError {
  return homeError(
    'HOME_WAS_OPEN',
    `Other users can write to the home "${home}", so its contents cannot be trusted. Check who owns its files ` +
      `(ls -la "${home}"), remove what is not yours, and close it: chmod 700 "${home}"`,
  );
}

export function homeReadOnly(home: string, cause: unknown): OpmError {
  return homeError(
    'HOME_READ_ONLY',
    `The home "${home}" is on a read-only file system. Remount it for writing (mount -o remount,rw), ` +
      'or set OPM_HOME to a folder on another disk',
    cause,
  );
}

export function homeUnusable(home: string, cause: unknown): OpmError {
  const remedy =
    REMEDIES[systemErrorCode(cause) ?? ''] ?? `${messageOf(cause)}. Set OPM_HOME to a folder you can write`;
  return homeError('HOME_UNUSABLE', `Cannot use the home "${home}": ${remedy}`, cause);
}

const REMEDIES: Record<string, string> = {
  EACCES: 'permission denied. Set OPM_HOME to a folder you can write',
  EPERM: 'operation not permitted. Set OPM_HOME to a folder you can write',
  ENOSPC: 'the disk is full. Free some space, or set OPM_HOME to a folder on another disk',
  EDQUOT: 'the disk quota is exhausted. Free some space, or set OPM_HOME to a folder on another disk',
  EMFILE: 'this process has no file descriptors left. Raise the limit (ulimit -n)',
  ENFILE: 'the machine has no file descriptors left',
  ENAMETOOLONG: 'the path is too long. Set OPM_HOME to a shorter one',
  ELOOP: 'its symbolic links form a loop',
};

export function socketPathTooLong(home: string, bytes: number, limitBytes: number): OpmError {
  return homeError(
    'SOCKET_PATH_TOO_LONG',
    `The path of the home "${home}" is too long: the path of its socket would take ${bytes} bytes, and the system allows ` +
      `${limitBytes}. Set OPM_HOME to a path that is at least ${bytes - limitBytes} bytes shorter`,
  );
}
