import { runtimeName } from '../self.ts';

/** Bun's own switch, read when it first compiles a module from disk. */
export const COPIES_VARIABLE = 'BUN_RUNTIME_TRANSPILER_CACHE_PATH';

/** Bun's own switches, read once before any of this program runs. */
const VARIABLES: Record<string, string> = {
  BUN_JSC_useJIT: '0',
  BUN_GC_TIMER_DISABLE: '1',
  BUN_JSC_useConcurrentGC: '0',
  BUN_JSC_numberOfGCMarkers: '1',
  // It cannot be set later: that takes native calls, which take the compiler.
  [COPIES_VARIABLE]: '0',
};

/**
 * Environment variables for the daemon's runtime, set by whoever starts a daemon.
 *
 * In the executable the daemon interprets its code instead of compiling it. It mostly waits; with 1,000 processes the
 * compiled code and the compiler's threads took a quarter of its memory. Without the compiler, no memory is both
 * writable and executable either. Garbage is not collected on a timer, see `collectGarbageSoon`, nor in threads that
 * come and go: Bun aborts when it cannot start one because the user has no processes left (ulimit -u).
 *
 * Measured with Bun 1.4.5; no report upstream is known. Over when `npm run bench` shows no difference in memory and idle
 * time without these, and a daemon survives `ulimit -u`.
 */
export function daemonVariables(): Record<string, string> {
  return runtimeName() === 'bun' ? VARIABLES : {};
}

/** What runtimes obey and what plugins may need: certificates, and in which environment they are. */
const FOR_PLUGINS =
  /^(NODE_ENV|NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|NODE_USE_ENV_PROXY|DENO_DIR|DENO_CERT|DENO_TLS_CA_STORE)$/;
const SWITCH = /^(NODE|DENO|BUN|JSC|UV)_/;

/**
 * An environment without the variables that a runtime obeys: a daemon lives on, and a debugger, a preloaded module or a
 * memory limit of the shell that happened to start it are not meant for it. Apps get theirs from that shell all the
 * same.
 */
export function withoutRuntimeSwitches<Value>(env: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !SWITCH.test(name) || FOR_PLUGINS.test(name)),
  );
}

/** A daemon's environment without what `daemonVariables` added: that is not meant for its apps. */
export function withoutDaemonVariables<Value>(env: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== VARIABLES[name]));
}
