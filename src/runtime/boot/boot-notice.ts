import { spawn } from 'node:child_process';
import { keepDescriptorsFromChildren } from '../native/close-on-exec.ts';
import type { SendDatagram } from '../native/process/datagram.ts';

/** How many messages the watchdog gets in the interval that it allows. */
const TIMES_IN_INTERVAL = 3;

/** Reports the progress of a service to the init system. */
export interface BootNotice {
  /**
   * The fleet is ready. From here on, the watchdog gets a message each time this thread has a turn, which proves that
   * the daemon does not hang. Resolves once the message was delivered; rejects if it could not be.
   *
   * @param send `null` where no native calls can be made
   */
  ready(status: string, send: SendDatagram | null): Promise<void>;
}

/** These belong to the exchange between systemd and this very process: no child may answer in its name. */
const PRIVATE = ['NOTIFY_SOCKET', 'WATCHDOG_PID', 'WATCHDOG_USEC'];

/**
 * The channel to systemd, or `null` when it does not expect messages. Removes its variables from `env`.
 *
 * The daemon sends its messages itself, so the unit can say `NotifyAccess=main`: no app can speak for it. Without
 * native calls `systemd-notify` does it, whose messages count as the daemon's when it is run by root. Such a daemon has
 * no cheap way to reach the watchdog, so it switches the watchdog off.
 */
export function takeBootNotice(env: Record<string, string | undefined>): BootNotice | null {
  const { NOTIFY_SOCKET: socket, WATCHDOG_PID: watched, WATCHDOG_USEC: interval } = env;
  for (const name of PRIVATE) delete env[name];
  if (!socket) return null;
  const isWatched = watched === undefined || Number(watched) === process.pid;
  const watchdogMs = isWatched && interval !== undefined ? Number(interval) / 1000 : 0;
  return {
    async ready(status, send) {
      if (send === null) {
        await runNotify(['--ready', `--status=${status}`, 'WATCHDOG_USEC=0'], {
          ...env,
          NOTIFY_SOCKET: socket,
        });
        return;
      }
      send(socket, `READY=1\nSTATUS=${status}\nWATCHDOG=1`);
      if (watchdogMs > 0) keepTelling(() => send(socket, 'WATCHDOG=1'), watchdogMs / TIMES_IN_INTERVAL);
    },
  };
}

/** A message that cannot be sent is missed by the watchdog, which is its purpose. */
function keepTelling(tell: () => void, everyMs: number): void {
  setInterval(() => {
    try {
      tell();
    } catch {}
  }, everyMs).unref();
}

function runNotify(args: string[], env: Record<string, string | undefined>): Promise<void> {
  return new Promise((resolve, reject) => {
    keepDescriptorsFromChildren();
    const child = spawn('systemd-notify', args, { env, stdio: 'ignore' });
    child.once('error', (error) => reject(new Error(`systemd-notify cannot be run: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`systemd-notify failed with ${signal ?? `exit code ${code}`}`));
    });
  });
}
