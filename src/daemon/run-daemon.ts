import { EXIT, messageOf, OpmError } from '../errors.ts';
import { describeOwner } from '../ledger/lock-owner.ts';
import { Daemon, OwnedByOther } from './daemon.ts';
import { announceReady, type ReadyLine } from './ready-line.ts';

export interface RunDaemonOptions {
  home: string;
  fresh: boolean;
  breakLock: boolean;
  /** Where to say how the start went, once; `null`: nobody waits for that. */
  readyFd: number | null;
  /** Calls back at SIGINT and SIGTERM; returns what takes that back. */
  onInterrupt: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
  log: (message: string) => void;
}

/** The home has an owner that lives, or may live. */
function ownedByOther(home: string, { owner }: OwnedByOther): OpmError {
  return new OpmError({
    code: 'HOME_OWNED',
    exitCode: EXIT.busy,
    message: `Cannot run a daemon on "${home}": ${owner.why}`,
  });
}

/**
 * Runs the daemon of a home in this process until it is shut down: by SIGTERM or SIGINT, which stop the apps first, or
 * by a client. `work` is done once it serves.
 *
 * @returns `'busy'` when it was started in the background and another daemon serves the home already
 * @throws OpmError HOME_OWNED (75), or what makes the home or the ledger unusable
 */
export async function runDaemon(
  options: RunDaemonOptions,
  work: (daemon: Daemon) => Promise<void>,
): Promise<'ended' | 'busy'> {
  const { home, readyFd } = options;
  const announce = async (line: ReadyLine) => {
    if (readyFd !== null) await announceReady(readyFd, line);
  };
  let daemon: Daemon;
  try {
    daemon = await Daemon.start({
      home,
      fresh: options.fresh,
      breakLock: options.breakLock,
      log: options.log,
      published: (socket) => announce({ type: 'ready', socket }),
    });
  } catch (error) {
    const owner = error instanceof OwnedByOther ? error.owner.owner : null;
    if (owner !== null && readyFd !== null && isOnThisMachine(error as OwnedByOther)) {
      await announce({ type: 'busy', owner: describeOwner(owner), socket: owner.socket });
      return 'busy';
    }
    const told = error instanceof OwnedByOther ? ownedByOther(home, error) : error;
    if (told instanceof OpmError) await announce({ type: 'failed', error: told.toShape() });
    throw told;
  }
  const stopListening = options.onInterrupt((signal) => {
    options.log(`${signal}: stopping the apps`);
    void daemon.shutDown(false);
  });
  // A terminal that goes away is no reason to stop.
  process.on('SIGHUP', ignore);
  try {
    await work(daemon);
    await daemon.ended;
  } catch (error) {
    options.log(messageOf(error));
    await daemon.shutDown(false);
    await daemon.ended;
    throw error;
  } finally {
    process.off('SIGHUP', ignore);
    stopListening();
  }
  return 'ended';
}

/** An owner whose death cannot be told from here cannot be waited for either. */
function isOnThisMachine({ owner }: OwnedByOther): boolean {
  return !owner.why.includes('--break-lock');
}

function ignore(): void {}
