import { EXIT, messageOf, OpmError } from '../../errors.ts';

export function platformUnsupported(platform: string): OpmError {
  return new OpmError({
    code: 'PLATFORM_UNSUPPORTED',
    exitCode: EXIT.failed,
    message: `OPM knows how to tell processes apart on Linux and macOS only, not on "${platform}"`,
  });
}

/** Something stands between OPM and what it must know before it may judge a process. Never means "dead". */
export function processTableUnreadable(source: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'PROCESS_TABLE_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot read "${source}", so nothing is known of the processes: ${messageOf(cause)}`,
    cause,
  });
}

/** As after `unshare --pid` without a new mount: every PID in `/proc` would be somebody else's. */
export function procOfOtherNamespace(): OpmError {
  return new OpmError({
    code: 'PROC_OF_OTHER_NAMESPACE',
    exitCode: EXIT.failed,
    message:
      '"/proc" shows another PID namespace than the one OPM runs in. Mount it anew (mount -t proc proc /proc), ' +
      'or start the namespace with unshare --mount-proc',
  });
}
