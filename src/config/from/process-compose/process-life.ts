import { constants } from 'node:os';
import { isPlainObject } from '../../schema/known-object.ts';
import type { Notes } from '../conversion.ts';

/** How process-compose restarts and stops a process, in terms of OPM's config. */

type Entry = Record<string, unknown>;

/** Without a number, process-compose restarts forever. */
const UNLIMITED = 1_000_000;

export function restartOf(entry: Entry, name: string, notes: Notes): Entry {
  const { restart, backoff_seconds: seconds, max_restarts: most, ...others } = objectOf(entry.availability);
  for (const key of Object.keys(others))
    notes.add(`availability.${key}`, 'apps do not stop each other; it is ignored', name);
  if (restart === 'exit_on_failure')
    notes.add(
      'availability.restart',
      '"exit_on_failure" becomes "never", and the other apps keep running',
      name,
    );
  if (restart !== 'always' && restart !== 'on_failure') return { policy: 'never' };
  const wait = typeof seconds === 'number' ? seconds * 1000 : 1000;
  return {
    policy: restart === 'always' ? 'always' : 'on-failure',
    backoff: [wait, wait],
    maxRestarts: typeof most === 'number' && most > 0 ? most : UNLIMITED,
  };
}

export function stopOf(entry: Entry, name: string, notes: Notes): Entry {
  const { command, timeout_seconds: seconds, signal, ...others } = objectOf(entry.shutdown);
  if (command !== undefined) notes.add('shutdown.command', 'is not run: the app gets the stop signal', name);
  for (const key of Object.keys(others))
    notes.add(`shutdown.${key}`, 'a stop always reaches the whole process group', name);
  const number = Number(signal ?? 15);
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return { signal: found?.[0] ?? signal, timeout: typeof seconds === 'number' ? seconds * 1000 : 10_000 };
}

function objectOf(value: unknown): Entry {
  return isPlainObject(value) ? value : {};
}
