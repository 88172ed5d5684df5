import * as v from 'valibot';
import { DURATION_PATTERN, LONGEST_DURATION_MS, parseDuration } from '../../duration.ts';
import { openObject } from './known-object.ts';
import { notThat, showValue } from './problem.ts';

/** The single values that keys of the config file accept, each with its message and its remedy. */

type IssueLike = { input: unknown };

/** The kernel ends text at a NUL, and half a character has no bytes: a process would get something else. */
export const withoutNul = v.check(
  (value: string) => !value.includes('\0'),
  'must not contain a NUL character',
);
export const wellFormed = v.check(
  (value: string) => isWellFormed(value),
  'must not contain half a character (a lone surrogate): it cannot be written as UTF-8',
);

/** Text that can be passed to the operating system: not empty, no NUL. */
export function text(what: string) {
  return v.pipe(
    v.string(notThat(what)),
    v.nonEmpty(`must not be empty: give ${what}`),
    withoutNul,
    wellFormed,
  );
}

export function wholeNumber(min: number, max: number) {
  const message = notThat(`a whole number from ${min} to ${max}`);
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

export const flag = v.boolean(notThat('true or false'));

const NAME_RULE = 'leave out spaces, ":", ",", "/", "\\" and a leading "-" or "."';
const notAName = ({ input }: IssueLike) => `${showValue(input)} is not a usable name: ${NAME_RULE}`;

/**
 * Names end up in targets (`name:instance`, `a,b`, `all`, ids), in flags and in file names, so characters with a
 * meaning there are excluded.
 */
export const NAME_PATTERN = /^[^\s:,/\\.-][^\s:,/\\]*$/;

export const appName = v.pipe(
  v.string(notThat('a name')),
  v.regex(NAME_PATTERN, notAName),
  v.check((value) => !hasControlCharacter(value) && isWellFormed(value), notAName),
  v.notValue('all', '"all" is not a usable name: in commands it means every app'),
  v.check(
    (value) => !/^[0-9]+$/.test(value),
    ({ input }) => `${showValue(input)} is not a usable name: in commands digits are an id; add a letter`,
  ),
  v.maxLength(100, 'is longer than 100 characters: names become file names'),
);

/** Why an app cannot have this name, in words; `null` when it can. */
export function nameProblem(name: string): string | null {
  return v.safeParse(appName, name).issues?.[0]?.message ?? null;
}

function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}

function hasControlCharacter(value: string): boolean {
  return [...value].some((char) => char < ' ' || char === '\u007f');
}

const DURATION = 'a duration: write "500ms", "10s", "5m", "1h" or a number of milliseconds';

/** Longer than what a timer can wait: for ages. */
const LONGEST_AGE_MS = 36_500 * 86_400_000;

/**
 * Output: milliseconds.
 *
 * @param options.isAge it is compared with the age of something, and no timer waits that long
 */
export function duration(options: { min: number; isAge?: boolean } = { min: 0 }) {
  return v.pipe(
    v.union(
      [
        v.pipe(v.string(), v.regex(DURATION_PATTERN, notThat(DURATION))),
        v.pipe(v.number(), v.minValue(0, notThat(DURATION))),
      ],
      notThat(DURATION),
    ),
    v.title('duration'),
    v.transform((value) => parseDuration(value) ?? Number.NaN),
    v.check((ms) => ms >= options.min, `must be longer than 0`),
    v.check(
      (ms) => ms <= (options.isAge ? LONGEST_AGE_MS : LONGEST_DURATION_MS),
      options.isAge ? 'is longer than 100 years' : 'is longer than a timer can wait (24 days)',
    ),
  );
}

const COMMAND = 'a command: write "node server.js" or ["node", "server.js"]';

/** One command line, or its words. Splitting is checked with the app, since `shell` affects it. */
export const command = v.pipe(
  v.union(
    [
      text('a command'),
      v.pipe(
        v.array(v.pipe(v.string(notThat('text')), withoutNul, wellFormed)),
        v.minLength(1, 'must not be empty: give a command'),
      ),
    ],
    notThat(COMMAND),
  ),
  v.title('string or list of strings'),
);

/** One word or a list of them; output: a list. */
export function listOf(what: string) {
  return v.pipe(
    v.union([v.array(text(what)), text(what)], notThat(`${what} or a list of them`)),
    v.title('string or list of strings'),
    v.transform((value) => (typeof value === 'string' ? [value] : value)),
  );
}

/** Set by OPM for every process, so a config cannot set them. */
export const RESERVED_VARIABLES = ['OPM_ID', 'OPM_NAME', 'OPM_INSTANCE', 'OPM_TOKEN'];

export const variableName = v.pipe(
  v.string(),
  v.check((name) => name !== '' && !/[=\0]/.test(name) && isWellFormed(name), 'is not a valid variable name'),
  v.check((name) => !RESERVED_VARIABLES.includes(name), 'is set by OPM itself: choose another name'),
);

const VALUE = 'a string, a number or a boolean';

export const variables = v.pipe(
  openObject(
    variableName,
    v.pipe(
      v.union(
        [v.string(), v.pipe(v.number(), v.finite(`must be ${VALUE}`)), v.boolean()],
        ({ received }) => `must be ${VALUE}, not ${received}`,
      ),
      v.transform(String),
      withoutNul,
      wellFormed,
    ),
    'an object of variables, like { "LOG": "info" }',
  ),
  v.title('object of strings, numbers or booleans'),
);

/** Signals that can ask a process to end, on every system OPM runs on. */
export const STOP_SIGNALS = [
  'SIGTERM',
  'SIGINT',
  'SIGQUIT',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGABRT',
  'SIGALRM',
  'SIGKILL',
] as const;

export const signalName = v.picklist(
  STOP_SIGNALS,
  notThat(`a signal to stop with: use one of ${STOP_SIGNALS.join(', ')}`),
);
