import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const NOT_HANDED_ON =
  /^(OPM_|npm_lifecycle_|npm_package_|NODE_OPTIONS$|NODE_TEST|FORCE_COLOR$|INIT_CWD$|TEST_TRACE$)/;

/** Set for a whole run on purpose: what the kernel offers that it goes without, and the seed to play again. */
const HANDED_ON = ['OPM_TEST_NATIVE_OFF', 'OPM_FAULT_SEED'];

/**
 * The environment of tests: the caller's, without what could change a result (OPM's own variables above all),
 * with no colours, and with a home folder in which a careless test finds nothing to break.
 */
export function testEnvironment(caller: NodeJS.ProcessEnv, home: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(caller)) {
    if (value !== undefined && !NOT_HANDED_ON.test(name)) env[name] = value;
  }
  // Downloads and compiled modules are kept where they are.
  env.DENO_DIR ??= join(caller.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'deno');
  // Another executable than dist/opm is tried on purpose.
  if (caller.OPM_EXECUTABLE) env.OPM_EXECUTABLE = resolve(caller.OPM_EXECUTABLE);
  for (const name of HANDED_ON) if (caller[name]) env[name] = caller[name];
  env.npm_config_cache ??= join(homedir(), '.npm');
  return { ...env, HOME: home, NO_COLOR: '1' };
}
