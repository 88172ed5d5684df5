import type * as v from 'valibot';
import type { instanceSpecSchema } from '../keys/app-keys.ts';
import type { PluginEntry } from '../schema/schema-plugin.ts';
import type { Settings } from '../schema/settings-schema.ts';

export type { ReadySpec } from '../keys/ready-value.ts';
export type { RestartSpec } from '../keys/restart-keys.ts';
export type { PluginEntry } from '../schema/schema-plugin.ts';
export type { Settings } from '../schema/settings-schema.ts';

/**
 * All that the rest of OPM knows about an app: one plain, fully resolved value per instance. Paths are absolute,
 * durations are in milliseconds, the command is split, env files are read. The ledger and the snapshot store this
 * value, so changing its schema changes their format.
 */
export type InstanceSpec = v.InferOutput<typeof instanceSpecSchema>;

/** A config file after loading, conversion, validation and resolution. */
export interface ResolvedConfig {
  file: string;
  settings: Settings;
  plugins: PluginEntry[];
  /** All instances of all apps, in the order of the file. */
  instances: InstanceSpec[];
  /** Keys of another tool's file that have no equivalent, one sentence each. */
  warnings: string[];
}
