import type { ArgumentSpec, OptionSpec } from '../../cli/command-spec.ts';

export const JSON_OPTION: OptionSpec = {
  name: 'json',
  type: 'flag',
  description: 'Print the result as JSON',
};

export const TARGETS: ArgumentSpec = { name: 'target', required: true, variadic: true, complete: 'targets' };

export const OPTIONAL_TARGETS: ArgumentSpec = { ...TARGETS, required: false };

/** How targets are written, for the details of every command that takes them. */
export const TARGET_HELP =
  'A target is an id, a name (all its instances), name:instance, several of these separated by commas or ' +
  'spaces, "all", a /pattern/ for names, a namespace, or the path of a script; where apps are changed, also a config file, for the apps that come from it. A target that matches nothing is an error.';

/** Selects one of the environments in a config file. */
export const PROFILE_OPTION: OptionSpec = {
  name: 'env',
  type: 'text',
  value: 'PROFILE',
  description:
    'Also apply this environment of the file: env_PROFILE in PM2 files, `profile` in a config program',
};

/** Targets that may be config files, or one from standard input. */
export const FILE_TARGETS: ArgumentSpec = { ...TARGETS, stdin: true };

/** What a config file among the targets stands for. */
export const FILE_TARGET_OPTIONS: readonly OptionSpec[] = [
  { name: 'only', type: 'list', value: 'A,B', description: 'Only these apps of a config file' },
  PROFILE_OPTION,
];

/** Options that shape a restore, shared by `restore` and `daemon run --restore`. */
export const RESTORE_OPTIONS: readonly OptionSpec[] = [
  { name: 'config', type: 'text', value: 'FILE', description: 'Restore the apps in this config file' },
  PROFILE_OPTION,
  {
    name: 'keep-going',
    type: 'flag',
    description: 'If something fails, keep what could be started (exit code 2)',
  },
  { name: 'prune', type: 'flag', description: 'Also stop and remove apps that are not in the set' },
  { name: 'only', type: 'list', value: 'A,B', description: 'Only these apps and their dependencies' },
  {
    name: 'timeout',
    type: 'duration',
    value: 'TIME',
    description: 'Roll back after this time, for example 60s',
  },
  {
    name: 'generation',
    type: 'integer',
    min: 1,
    value: 'N',
    description: 'Use this generation of the snapshot (see opm save --list)',
  },
];
