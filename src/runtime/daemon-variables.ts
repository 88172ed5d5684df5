import { runtimeName } from './self.ts';

/** Bun's own switch for its compiler of hot code. Read once, before any of this program runs. */
const JIT_VARIABLE = 'BUN_JSC_useJIT';

/**
 * Environment variables for the daemon's runtime, to be set by whoever starts a daemon.
 *
 * In the executable the daemon interprets its code and does not compile it. It mostly waits; with 1,000 processes the
 * compiled code and the threads of its compiler took a quarter of its memory. So it has no memory either that is both
 * writable and executable.
 */
export function daemonVariables(): Record<string, string> {
  return runtimeName() === 'bun' ? { [JIT_VARIABLE]: '0' } : {};
}

/** The environment of a daemon without what is meant for its runtime and not for its apps. */
export function withoutDaemonVariables<Value>(env: Record<string, Value>): Record<string, Value> {
  const { [JIT_VARIABLE]: _, ...others } = env;
  return others;
}
