import type { ArgumentSpec, OptionSpec } from '../../cli/command-spec.ts';

export const JSON_OPTION: OptionSpec = {
  name: 'json',
  type: 'flag',
  description: 'Print the result as JSON',
};

export const TARGETS: ArgumentSpec = { name: 'target', required: true, variadic: true, complete: 'targets' };

export const OPTIONAL_TARGETS: ArgumentSpec = { ...TARGETS, required: false };

/** How targets are written, for the details of every command that takes some. */
export const TARGET_HELP =
  'A target is an id, a name (all its instances), name:instance, several of these separated by commas or ' +
  'spaces, or "all". A target that matches nothing is an error.';

/** Which of the environments of a file is used. */
export const PROFILE_OPTION: OptionSpec = {
  name: 'env',
  type: 'text',
  value: 'PROFILE',
  description: "Use this environment of the file too: env_PROFILE of PM2's, `profile` of a config program",
};

/** What shapes a restore, of `restore` and of `daemon run --restore`. */
export const RESTORE_OPTIONS: readonly OptionSpec[] = [
  { name: 'config', type: 'text', value: 'FILE', description: 'Restore what this config file says' },
  PROFILE_OPTION,
  {
    name: 'keep-going',
    type: 'flag',
    description: 'Keep what could be started when something fails (exit code 2)',
  },
  { name: 'prune', type: 'flag', description: 'Also stop and remove what runs but is not in the set' },
  { name: 'only', type: 'list', value: 'A,B', description: 'Only these apps and what they depend on' },
  { name: 'timeout', type: 'duration', value: 'TIME', description: 'Roll back after this time: 60s' },
  {
    name: 'generation',
    type: 'integer',
    min: 1,
    value: 'N',
    description: 'Use this generation of the snapshot (see opm save --list)',
  },
];
