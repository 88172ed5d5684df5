/** What the kernel may offer beyond `/proc`. All code above asks for one of these and works without it. */
export const CAPABILITIES = ['pidfd', 'groupSignal', 'exitInfo', 'subreaper'] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** For each capability, whether it is active, or why not. */
export type CapabilityReport = Record<Capability, true | string>;

/** Used by tests to switch capabilities off: names separated by commas, or `all`. */
const SWITCH = 'OPM_TEST_NATIVE_OFF';

/**
 * The capabilities that a test has switched off.
 *
 * @throws Error for an unknown name: a test that misspells one would pass for the wrong reason
 */
export function switchedOff(env: Record<string, string | undefined>): ReadonlySet<Capability> {
  const setting = env[SWITCH] ?? '';
  if (setting === '') return new Set();
  if (setting === 'all') return new Set(CAPABILITIES);
  const names = setting.split(',');
  const unknown = names.find((name) => !(CAPABILITIES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Error(`${SWITCH} has "${unknown}", which must be one of ${CAPABILITIES.join(', ')} or "all"`);
  }
  return new Set(names as Capability[]);
}
