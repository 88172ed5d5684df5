import { EXIT, messageOf, OpmError } from '../../errors.ts';

export function platformUnsupported(platform: string): OpmError {
  return new OpmError({
    code: 'PLATFORM_UNSUPPORTED',
    exitCode: EXIT.failed,
    message: `OPM can identify processes on Linux and macOS only, not on "${platform}"`,
  });
}

/** Something keeps OPM from learning what it must know to judge a process. This never means "dead". */
export function processTableUnreadable(source: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'PROCESS_TABLE_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot read "${source}", so nothing is known about its processes: ${messageOf(cause)}`,
    cause,
  });
}

/** As after `unshare --pid` without a new mount: every PID in `/proc` would belong to another process. */
export function procOfOtherNamespace(): OpmError {
  return new OpmError({
    code: 'PROC_OF_OTHER_NAMESPACE',
    exitCode: EXIT.failed,
    message:
      '"/proc" shows a different PID namespace from the one OPM runs in. Mount it again (mount -t proc proc /proc), ' +
      'or start the namespace with unshare --mount-proc',
  });
}
