import { spawn } from 'node:child_process';
import { keepDescriptorsFromChildren } from '../native/close-on-exec.ts';

/** Tells the init system how far a service has got. */
export interface BootNotice {
  /** The fleet is ready. Resolves once the message was delivered; rejects if it could not be. */
  ready(status: string): Promise<void>;
}

/** These belong to the exchange between systemd and this very process: no child may answer in its name. */
const PRIVATE = ['NOTIFY_SOCKET', 'WATCHDOG_PID', 'WATCHDOG_USEC'];

/**
 * The channel to systemd, or `null` when it does not expect messages. Removes its variables from `env`.
 *
 * Node has no Unix datagram sockets, hence `systemd-notify`, which comes with every systemd. It is not the process
 * that systemd started, which is why the unit says `NotifyAccess=all`.
 */
export function takeBootNotice(env: Record<string, string | undefined>): BootNotice | null {
  const { NOTIFY_SOCKET: socket } = env;
  for (const name of PRIVATE) delete env[name];
  if (!socket) return null;
  return { ready: (status) => notify(['--ready', `--status=${status}`], { ...env, NOTIFY_SOCKET: socket }) };
}

function notify(args: string[], env: Record<string, string | undefined>): Promise<void> {
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
