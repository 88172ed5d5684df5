import { constants } from 'node:os';
import { nearestName } from '../config/nearest-name.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';
import type { CommandInput } from './command.ts';
import { usageError } from './command-errors.ts';
import { withDaemon } from './session.ts';

/** `opm signal`: sends a signal to instances. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const [word = '', ...targets] = input.args;
  const signal = signalName(word);
  const outcomes = await withDaemon(input, (client) => client.call('signal', { targets, signal }));
  return reportOutcomes(input.terminal, outcomes, { json: input.options.flag('json'), verb: 'signalled' });
}

/**
 * The name of a signal, `SIGHUP`, from `HUP`, `sighup` or `1`.
 *
 * @throws `OpmError` `USAGE` (64) for what is no signal of this system
 */
export function signalName(word: string): string {
  const upper = word.toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  if (Object.hasOwn(constants.signals, name)) return name;
  const byNumber = Object.entries(constants.signals).find(([, number]) => String(number) === word);
  if (byNumber !== undefined) return byNumber[0];
  const near = nearestName(name, Object.keys(constants.signals));
  throw usageError(`"${word}" is no signal${near === undefined ? '' : `. Did you mean ${near}?`}`);
}
