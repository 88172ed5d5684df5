import type { CommandInput } from '../../cli/command.ts';
import type { ExitCode } from '../../errors.ts';
import { RESTORING } from '../../report/restore/restore-wording.ts';
import { restoreRequestOf } from './restore-request.ts';
import { runRestore } from './run-restore.ts';

/** `opm restore`: brings back a set of services, all or nothing. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const request = await restoreRequestOf(input, input.options.flag('dry-run'));
  return runRestore(input, RESTORING, (client, onEvent) => client.call('restore', request, onEvent));
}
