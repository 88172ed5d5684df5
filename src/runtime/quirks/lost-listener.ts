import { runtimeName } from '../self.ts';

/**
 * Whether a listener that has hit "too many open files" never accepts again and emits no event.
 *
 * Seen in Deno 2.9; no report upstream is known. Over when a server on Deno that was given `ulimit -n 64` and 100 clients still
 * accepts after they are gone, with this returning `false`.
 */
export function losesListeners(): boolean {
  return runtimeName() === 'deno';
}
