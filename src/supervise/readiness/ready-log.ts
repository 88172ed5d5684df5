import { stripVTControlCharacters } from 'node:util';
import { messageOf, systemErrorCode } from '../../errors.ts';
import type { Deadlines } from '../deadlines.ts';
import { type CheckEvents, checkThatCannotPass, type ReadyCheck } from './ready-check.ts';
import { LogFollower } from './ready-log-follower.ts';

/**
 * Passes once the process writes a line that matches a regular expression, to its output or to its error log.
 * Colours are looked through. Lines of earlier processes, which lie before the offsets, do not count.
 */
export function startLogCheck(
  options: {
    pattern: string;
    logs: { out: string; err: string };
    offsets: { out: number; err: number };
    deadlines: Deadlines;
  },
  events: CheckEvents,
): ReadyCheck {
  const { pattern, logs, offsets, deadlines } = options;
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch (error) {
    return checkThatCannotPass(`"${pattern}" is no regular expression: ${messageOf(error)}`, events);
  }
  const matches = (line: string) =>
    expression.test(line) || (line.includes('\u001b') && expression.test(stripVTControlCharacters(line)));

  let problem = `it logged no line that matches /${pattern}/`;
  const followers: LogFollower[] = [];
  const stop = () => {
    for (const follower of followers) follower.stop();
  };
  const found = () => {
    stop();
    events.passed();
  };
  const begins = new Map([
    [logs.out, offsets.out],
    [logs.err, offsets.err],
  ]);
  for (const [file, offset] of begins) {
    const unreadable = (error: unknown) => {
      problem = `its log "${file}" cannot be read (${systemErrorCode(error) ?? messageOf(error)})`;
    };
    try {
      followers.push(new LogFollower({ file, offset, matches, deadlines, found, unreadable }));
    } catch (error) {
      unreadable(error);
    }
  }
  for (const follower of followers) follower.start();
  return { problem: () => problem, stop };
}
