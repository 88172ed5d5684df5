import { EXIT, messageOf, OpmError } from '../errors.ts';
import { describeOwner } from '../ledger/lock/lock-owner.ts';
import { announceReady, type ReadyLine } from '../protocol/ready-line.ts';
import { closeInheritedDescriptors } from '../runtime/native/close-inherited.ts';
import { Daemon } from './daemon.ts';
import { setOwnAttributes } from './own-attributes.ts';
import { OwnedByOther } from './owned-by-other.ts';

export interface RunDaemonOptions {
  home: string;
  fresh: boolean;
  breakLock: boolean;
  /** Started only to stop what is left: everything wanted is dormant from the beginning. */
  atRest: boolean;
  /** An init system restarts it on request or after a failure; the apps outlive both. */
  supervised: boolean;
  /** Descriptor on which to report, once, how the start went; `null` when nobody is waiting for that. */
  readyFd: number | null;
  /** Registers a listener for SIGINT and SIGTERM; returns a function that removes it. */
  onInterrupt: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
  log: (message: string) => void;
}

/** How a daemon ended. */
export type DaemonEnd =
  /** By a signal or a client. `notStopped`: how many apps could not be stopped. */
  | { how: 'ended'; notStopped: number }
  /** Its init system will start it again; the apps keep running. */
  | { how: 'comes-back' }
  /** It was started in the background, but another daemon already serves the home. */
  | { how: 'busy' };

/** The home's owner is alive, or may be. */
function ownedByOther(home: string, { owner }: OwnedByOther): OpmError {
  return new OpmError({
    code: 'HOME_OWNED',
    exitCode: EXIT.busy,
    message: `Cannot run a daemon on "${home}": ${owner.why}`,
  });
}

/**
 * Runs the daemon of a home in this process until it is shut down, either by SIGTERM or SIGINT, which stop the apps
 * first, or by a client. `work` runs once the daemon serves requests.
 *
 * @throws OpmError HOME_OWNED (75), or whatever makes the home or the ledger unusable
 */
export async function runDaemon(
  options: RunDaemonOptions,
  work: (daemon: Daemon) => Promise<void>,
): Promise<DaemonEnd> {
  const { readyFd } = options;
  let daemon: Daemon | undefined;
  let interrupted = false;
  // Registered at once: without a listener the signal would be lost on PID 1 of a container.
  const stopListening = options.onInterrupt((signal) => {
    options.log(`${signal}: stopping the apps`);
    interrupted = true;
    void daemon?.shutDown(false);
  });
  closeInheritedDescriptors(readyFd);
  setOwnAttributes();
  // A closed terminal is no reason to stop.
  process.on('SIGHUP', ignore);
  try {
    const announce = async (line: ReadyLine) => {
      if (readyFd !== null) await announceReady(readyFd, line);
    };
    const started = await startDaemon(options, announce);
    if (started === 'busy') return { how: 'busy' };
    daemon = started;
    if (interrupted) void daemon.shutDown(false);
    else await work(daemon);
    await daemon.ended;
  } catch (error) {
    if (daemon === undefined) throw error;
    options.log(messageOf(error));
    await daemon.shutDown(options.supervised);
    await daemon.ended;
    throw error;
  } finally {
    process.off('SIGHUP', ignore);
    stopListening();
  }
  if (daemon.comesBack) return { how: 'comes-back' };
  return { how: 'ended', notStopped: (await daemon.shutDown(false)).failed.length };
}

async function startDaemon(
  options: RunDaemonOptions,
  announce: (line: ReadyLine) => Promise<void>,
): Promise<Daemon | 'busy'> {
  const { home, fresh, breakLock, atRest, supervised, log } = options;
  try {
    const published = (socket: string) => announce({ type: 'ready', socket });
    return await Daemon.start({ home, fresh, breakLock, atRest, supervised, log, published });
  } catch (error) {
    const owner = error instanceof OwnedByOther ? error.owner.owner : null;
    if (owner !== null && options.readyFd !== null && isOnThisMachine(error as OwnedByOther)) {
      await announce({ type: 'busy', owner: describeOwner(owner), socket: owner.socket });
      return 'busy';
    }
    const told = error instanceof OwnedByOther ? ownedByOther(home, error) : error;
    if (told instanceof OpmError) await announce({ type: 'failed', error: told.toShape() });
    throw told;
  }
}

/** If its death cannot be determined from here, there is no point in waiting for it. */
function isOnThisMachine({ owner }: OwnedByOther): boolean {
  return !owner.why.includes('--break-lock');
}

function ignore(): void {}
