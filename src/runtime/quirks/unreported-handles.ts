import { runtimeName } from '../self.ts';

/**
 * Whether `process.getActiveResourcesInfo()` does not say what keeps the event loop alive.
 *
 * Seen in Bun 1.4.5; no report upstream is known. Over when the plugin "leaks-server" is found on Bun with this returning
 * `false`.
 */
export function reportsNoHandles(): boolean {
  return runtimeName() === 'bun';
}
