import { constants } from 'node:os';
import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { withDaemon } from '../cli/session.ts';
import { usageLine } from '../cli/usage-line.ts';
import { nearestName } from '../config/nearest-name.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm signal`: sends a signal to instances. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const [word = '', ...targets] = input.args;
  if (!isSignal(word) && targets.length === 1 && isSignal(targets[0]!)) {
    throw usageError(`The signal comes first: opm signal ${targets[0]} ${word}`, usageLine(input.spec));
  }
  const signal = signalName(word);
  const outcomes = await withDaemon(input, (client) => client.call('signal', { targets, signal }));
  return reportOutcomes(input.terminal, outcomes, {
    json: input.options.flag('json'),
    verb: 'signalled',
    targets,
  });
}

/**
 * The name of a signal, `SIGHUP`, from `HUP`, `sighup` or `1`.
 *
 * @throws `OpmError` `USAGE` (64) for anything that is not a signal of this system
 */
export function signalName(word: string): string {
  const signal = findSignal(word);
  if (signal !== undefined) return signal;
  const near = nearestName(fullName(word), Object.keys(constants.signals));
  throw usageError(`"${word}" is not a signal${near === undefined ? '' : `. Did you mean ${near}?`}`);
}

function isSignal(word: string): boolean {
  return findSignal(word) !== undefined;
}

function findSignal(word: string): string | undefined {
  const name = fullName(word);
  if (Object.hasOwn(constants.signals, name)) return name;
  return Object.entries(constants.signals).find(([, number]) => String(number) === word)?.[0];
}

function fullName(word: string): string {
  const upper = word.toUpperCase();
  return upper.startsWith('SIG') ? upper : `SIG${upper}`;
}
