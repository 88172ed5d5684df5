import type { ExitCode } from '../errors.ts';
import { RESTORING } from '../report/restore-wording.ts';
import type { CommandInput } from './command.ts';
import { restoreRequestOf } from './restore-request.ts';
import { runRestore } from './run-restore.ts';

/** `opm restore`: brings a whole set of services back, all or nothing. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const request = await restoreRequestOf(input, input.options.flag('dry-run'));
  return runRestore(input, RESTORING, (client, onEvent) => client.call('restore', request, onEvent));
}
