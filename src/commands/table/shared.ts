import type { ArgumentSpec, OptionSpec } from '../command.ts';

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
