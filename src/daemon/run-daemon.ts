import { EXIT, messageOf, OpmError } from '../errors.ts';
import { describeOwner } from '../ledger/lock/lock-owner.ts';
import { announceReady, type ReadyLine } from '../protocol/ready-line.ts';
import { Daemon } from './daemon.ts';
import { OwnedByOther } from './owned-by-other.ts';

export interface RunDaemonOptions {
  home: string;
  fresh: boolean;
  breakLock: boolean;
  /** It is started only to stop what is left: what was wanted rests from its first moment. */
  atRest: boolean;
  /** A boot system starts it again when it asks for that, or fails; the apps outlive both. */
  supervised: boolean;
  /** Where to say how the start went, once; `null`: nobody waits for that. */
  readyFd: number | null;
  /** Calls back at SIGINT and SIGTERM; returns what takes that back. */
  onInterrupt: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
  log: (message: string) => void;
}

/** How a daemon came to its end. */
export type DaemonEnd =
  /** Told to by a signal or a client. `notStopped`: apps that could not be stopped. */
  | { how: 'ended'; notStopped: number }
  /** Its boot system is to start it again; the apps run on. */
  | { how: 'comes-back' }
  /** It was started in the background and another daemon serves the home already. */
  | { how: 'busy' };

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
 * @throws OpmError HOME_OWNED (75), or what makes the home or the ledger unusable
 */
export async function runDaemon(
  options: RunDaemonOptions,
  work: (daemon: Daemon) => Promise<void>,
): Promise<DaemonEnd> {
  const { readyFd } = options;
  let daemon: Daemon | undefined;
  let interrupted = false;
  // Listened to from the beginning: a signal without a listener is lost on PID 1 of a container.
  const stopListening = options.onInterrupt((signal) => {
    options.log(`${signal}: stopping the apps`);
    interrupted = true;
    void daemon?.shutDown(false);
  });
  // A terminal that goes away is no reason to stop.
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

/** An owner whose death cannot be told from here cannot be waited for either. */
function isOnThisMachine({ owner }: OwnedByOther): boolean {
  return !owner.why.includes('--break-lock');
}

function ignore(): void {}
