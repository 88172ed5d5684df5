import type { CommandInput } from '../../cli/command.ts';
import { callerOf, environmentOf } from '../../cli/session.ts';
import type { ExitCode } from '../../errors.ts';
import { RESTORING } from '../../report/restore/restore-wording.ts';
import { configSource } from '../restore/restore-request.ts';
import { runRestore } from '../restore/run-restore.ts';

/** Restores what a config says, as `opm restore --config` does. */
export async function applyConfig(input: CommandInput, file: string): Promise<ExitCode> {
  const request = {
    source: await configSource(input, file),
    dryRun: false,
    keepGoing: false,
    prune: false,
    only: null,
    timeoutMs: null,
    env: environmentOf(input),
    caller: callerOf(input),
  };
  return runRestore(input, RESTORING, (client, onEvent) => client.call('restore', request, onEvent));
}
