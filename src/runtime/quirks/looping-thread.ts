import { runtimeName } from '../self.ts';

/**
 * Whether `terminate()` does not end a thread that loops.
 *
 * Seen in Deno 2.9; no report upstream is known. Over when the plugin "loops" of test/hooks/zoo.slow.test.ts leaves no busy
 * thread behind on Deno.
 */
export function cannotEndLoopingThreads(): boolean {
  return runtimeName() === 'deno';
}
