/**
 * What a cron pattern may be, checked without the library that follows it: a config is read by every command, and only
 * the daemon waits for times.
 */

interface Field {
  what: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { what: 'second', min: 0, max: 59 },
  { what: 'minute', min: 0, max: 59 },
  { what: 'hour', min: 0, max: 23 },
  { what: 'day of the month', min: 1, max: 31 },
  { what: 'month', min: 1, max: 12, names: MONTHS },
  { what: 'day of the week', min: 0, max: 7, names: DAYS },
];

const NICKNAMES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

const REMEDY = 'write five fields, "minute hour day month weekday", like "0 4 * * *" for 04:00 every day';

/** What is wrong with a pattern, following its value in a sentence; `null`: nothing. Pure. */
export function cronProblem(pattern: string): string | null {
  if (NICKNAMES.includes(pattern)) return null;
  if (pattern.startsWith('@')) return `is not a time that OPM knows: use one of ${NICKNAMES.join(', ')}`;
  const words = pattern.split(' ');
  if (words.length !== 5 && words.length !== 6) return `is not a cron pattern: ${REMEDY}`;
  const fields = FIELDS.slice(6 - words.length);
  const sets: number[][] = [];
  for (const [index, field] of fields.entries()) {
    const values = valuesOf(words[index]!, field);
    if (typeof values === 'string') return `is not a cron pattern: ${values}; ${REMEDY}`;
    sets.push(values);
  }
  const [days, months] = [sets.at(-3)!, sets.at(-2)!];
  const comes = words.at(-1) !== '*' || months.some((month) => days.some((day) => day <= longest(month)));
  return comes ? null : 'never comes: no such month has that day';
}

/** The values that a field names, or what is wrong with it. */
function valuesOf(word: string, field: Field): number[] | string {
  const values: number[] = [];
  for (const part of word.split(',')) {
    const [, range, step] = /^([^/]*)(?:\/([0-9]+))?$/.exec(part) ?? [];
    const bounds = range === undefined ? null : boundsOf(range, field);
    if (bounds === null)
      return `"${part}" is not ${field.what === 'hour' ? 'an' : 'a'} ${field.what} from ${field.min} to ${field.max}`;
    const [from, to] = bounds;
    if (from > to) return `"${part}" begins after its end`;
    if (step !== undefined && !/^\*$|-/.test(range!))
      return `"${part}" has a step but no range: write "*/${step}"`;
    const width = Number(step ?? 1);
    if (width < 1 || width > field.max) return `"${part}" has a step that is not from 1 to ${field.max}`;
    for (let value = from; value <= to; value += width) values.push(value);
  }
  return values;
}

function boundsOf(range: string, field: Field): [number, number] | null {
  if (range === '*') return [field.min, field.max];
  const [from, to = from, ...more] = range.split('-').map((word) => fieldValue(word, field));
  return from === undefined || from === null || to === null || to === undefined || more.length > 0
    ? null
    : [from, to];
}

function fieldValue(word: string, { min, max, names = [] }: Field): number | null {
  const at = names.indexOf(word.toUpperCase());
  if (at >= 0) return at + min;
  if (!/^[0-9]{1,2}$/.test(word)) return null;
  const value = Number(word);
  return value >= min && value <= max ? value : null;
}

function longest(month: number): number {
  return month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whether the machine knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
