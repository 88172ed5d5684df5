import { stripVTControlCharacters } from 'node:util';
import { messageOf, systemErrorCode } from '../../errors.ts';
import type { Deadlines } from '../deadlines.ts';
import type { CheckEvents, ReadyCheck } from './ready-check.ts';
import { LogFollower } from './ready-log-follower.ts';

/**
 * Passes once the process writes a line that matches a regular expression, to standard output or standard error.
 * Colours are ignored. Lines of earlier processes, before the offsets, do not count.
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
  let problem = `it logged no line that matches /${pattern}/`;
  let isStopped = false;
  const followers: LogFollower[] = [];
  const stop = () => {
    isStopped = true;
    for (const follower of followers) follower.stop();
  };
  // The engine is large, and few apps use it.
  import('./line-matcher.ts').then(
    ({ lineMatcher }) => {
      if (isStopped) return;
      try {
        follow(lineMatcher(pattern));
      } catch (error) {
        events.failed(`"${pattern}" cannot be used as a regular expression: ${messageOf(error)}`);
      }
    },
    (error) => events.failed(messageOf(error)),
  );
  return { problem: () => problem, stop };

  function follow(matchesPlain: (line: string) => boolean): void {
    const matches = (line: string) =>
      matchesPlain(line) || (line.includes('\u001b') && matchesPlain(stripVTControlCharacters(line)));
    const found = () => {
      stop();
      events.passed();
    };
    const begins = new Map([
      [logs.out, offsets.out],
      [logs.err, offsets.err],
    ]);
    for (const [file, offset] of begins) {
      if (!isLogFile(file)) continue;
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
  }
}

/** Whether lines can be read back from it: not from `/dev/null` or the daemon's own output. */
export function isLogFile(path: string): boolean {
  return !path.startsWith('/dev/') || path.startsWith('/dev/shm/');
}
