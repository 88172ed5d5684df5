import { runtimeName } from '../self.ts';

/** Bun's own switch, read when it first compiles a module from disk. */
export const COPIES_VARIABLE = 'BUN_RUNTIME_TRANSPILER_CACHE_PATH';

/** Bun's own switches, read once before any of this program runs. */
const VARIABLES: Record<string, string> = {
  BUN_JSC_useJIT: '0',
  BUN_GC_TIMER_DISABLE: '1',
  BUN_JSC_useConcurrentGC: '0',
  BUN_JSC_numberOfGCMarkers: '1',
  // Without the compiler there are no native calls by which it could be set later.
  [COPIES_VARIABLE]: '0',
};

/**
 * Environment variables for the daemon's runtime, to be set by whoever starts a daemon.
 *
 * In the executable the daemon interprets its code and does not compile it. It mostly waits; with 1,000 processes the
 * compiled code and the threads of its compiler took a quarter of its memory. So it has no memory either that is both
 * writable and executable. Nor does it collect garbage by the clock, see `collectGarbageSoon`.
 * Nor does it do so in threads that come and go: Bun 1.4.5 aborts when it cannot start one, because the user has no
 * processes left (ulimit -u).
 */
export function daemonVariables(): Record<string, string> {
  return runtimeName() === 'bun' ? VARIABLES : {};
}

/** The environment of a daemon without what `daemonVariables` put there: it is not meant for its apps. */
export function withoutDaemonVariables<Value>(env: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== VARIABLES[name]));
}
