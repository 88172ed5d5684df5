import { runtimeName } from '../self.ts';

/**
 * Whether an `uncaughtException` listener runs in the async context of whoever listened first.
 *
 * Seen in Deno 2.9; no report upstream is known. Over when test/hooks/zoo.slow.test.ts passes on Deno with this returning
 * `false`.
 */
export function mistakesUncaughtContext(): boolean {
  return runtimeName() === 'deno';
}
