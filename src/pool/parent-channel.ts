import { openSilentChannel, type SilentChannel } from '../runtime/native/silent-channel.ts';
import type { SpawnRequest } from './spawn-protocol.ts';

const LOOK_EVERY_MS = 20;

/**
 * The channel of an app of Node that announces its readiness with `process.send()`, as PM2's `wait_ready` has it.
 * An app that ends on "disconnect" must not see the channel end when this daemon does, or as soon as it is ready.
 *
 * @returns `null` if the app has no such channel, or none can be opened
 */
export function openParentChannel({ env, readyFd }: SpawnRequest): SilentChannel | null {
  return readyFd !== null && hasParentChannel({ env, readyFd }) ? openSilentChannel() : null;
}

/** Whether the descriptor on which the process announces that it is ready is that of Node's channel to a parent. */
export function hasParentChannel({ env, readyFd }: Pick<SpawnRequest, 'env' | 'readyFd'>): boolean {
  return env.NODE_CHANNEL_FD === String(readyFd);
}

/**
 * Looks for the first message. There is no event for it on all runtimes, and it is looked for only while the app starts.
 *
 * @returns ends it, when the process has ended
 */
export function watchParentChannel(channel: SilentChannel, received: () => void): () => void {
  channel.handedOver();
  let isOpen = true;
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    channel.silence();
  };
  const timer = setInterval(() => {
    if (channel.read() === null) return;
    end();
    received();
  }, LOOK_EVERY_MS);
  timer.unref();
  return end;
}
