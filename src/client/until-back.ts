import { watch } from 'node:fs';
import { EXIT, OpmError } from '../errors.ts';
import { homePaths } from '../runtime/home.ts';
import { findDaemon } from './reach-daemon.ts';

/** File events may be missing where the home is on a disk without them. */
const LOOK_AGAIN_MS = 1_000;

/** The init system has not started the daemon again. */
function daemonNotBack(home: string, seconds: number): OpmError {
  return new OpmError({
    code: 'DAEMON_NOT_BACK',
    exitCode: EXIT.unreachable,
    message:
      `The daemon of "${home}" ended so that its init system would start it again, but that did not happen within ` +
      `${seconds} s. The apps keep running. Ask the init system why (systemctl status opm.service), or run "opm daemon start"`,
  });
}

/**
 * Waits until someone else has started a daemon for the home, that is, until its socket appears.
 *
 * @throws OpmError DAEMON_NOT_BACK (69)
 */
export async function untilBack(home: string, deadlineMs: number): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const socket = await findDaemon(home);
    socket?.destroy();
    if (socket !== null) return;
    const remainingMs = giveUpAt - performance.now();
    if (remainingMs <= 0) throw daemonNotBack(home, deadlineMs / 1000);
    await homeTouched(home, Math.min(remainingMs, LOOK_AGAIN_MS));
  }
}

function homeTouched(home: string, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(homePaths(home).home);
    const settle = () => {
      clearTimeout(deadline);
      watcher.close();
      resolve();
    };
    const deadline = setTimeout(settle, deadlineMs);
    watcher.on('error', settle);
    watcher.on('change', settle);
  });
}
