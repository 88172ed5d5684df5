import { readFileSync } from 'node:fs';
import { type Finding, ok, warn } from './finding.ts';

/** Below these, a fleet of a few hundred apps hits the limit. */
const ENOUGH_FILES = 4096;
const ENOUGH_PROCESSES = 2048;

/** One row of `/proc/self/limits`; `Infinity` stands for `unlimited`. */
export interface Limit {
  soft: number;
  hard: number;
}

/** The row with this title in the text of `/proc/self/limits`; `null` if there is none. */
export function limitIn(text: string, title: string): Limit | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${title} `));
  const match = /^\s+(\d+|unlimited)\s+(\d+|unlimited)/.exec(line?.slice(title.length) ?? '');
  if (match === null) return null;
  const [soft, hard] = [match[1]!, match[2]!].map((word) =>
    word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word),
  );
  return { soft: soft!, hard: hard! };
}

/** Whether the limits of this session leave room for a fleet. */
export function checkLimits(): Finding[] {
  const text = readLimits();
  if (text === null)
    return [warn('limits', 'The limits of this session cannot be read here (ulimit -a shows them)')];
  return [
    judged('open files', limitIn(text, 'Max open files'), { enough: ENOUGH_FILES, flag: '-n' }),
    judged('processes', limitIn(text, 'Max processes'), { enough: ENOUGH_PROCESSES, flag: '-u' }),
  ];
}

function judged(
  check: string,
  limit: Limit | null,
  { enough, flag }: { enough: number; flag: string },
): Finding {
  if (limit === null) return warn(check, 'The limit cannot be read');
  // The runtime raises its own soft limit of open files; for processes, the soft limit is what counts.
  const counts = flag === '-n' ? limit.hard : limit.soft;
  const shown = counts === Number.POSITIVE_INFINITY ? 'unlimited' : String(counts);
  return counts >= enough
    ? ok(check, `At most ${shown}`)
    : warn(
        check,
        `At most ${shown}, which a few hundred apps may exhaust. Raise it: ulimit ${flag} ${enough}`,
      );
}

function readLimits(): string | null {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
}
