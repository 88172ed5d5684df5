import { resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { usageLine } from '../../cli/usage-line.ts';
import { findConfig } from '../../config/find-config.ts';

/**
 * The config file that a command works on: the one that was named, or else `$OPM_CONFIG`, or else the one in the
 * caller's folder. Absolute.
 *
 * @throws `OpmError` `USAGE` (64) when there is none
 */
export async function chosenConfig({ env, cwd, spec }: CommandInput, named: string | null): Promise<string> {
  const file = named ?? env.OPM_CONFIG ?? '';
  if (file !== '') return resolve(cwd, file);
  const found = await findConfig(cwd);
  if (found === null) throw usageError(`There is no opm.config.* in ${cwd}: name a file`, usageLine(spec));
  return found;
}
