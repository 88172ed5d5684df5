import * as v from 'valibot';
import { knownObject } from '../schema/known-object.ts';
import { notThat, showValue } from '../schema/problem.ts';
import { command, duration, text, wellFormed, wholeNumber, withoutNul } from '../schema/schema-values.ts';
import { argv, count, milliseconds, port, specText } from '../schema/spec-values.ts';
import { splitWords } from '../split-words.ts';

/** How an app signals that it is ready: the key `ready` of the config file, and its form in a spec. */

/** Absent: only an answer of the app's own processes counts. */
const anyListener = v.optional(v.literal('any'));

export const readySpec = v.variant('kind', [
  v.strictObject({
    kind: v.literal('tcp'),
    timeoutMs: milliseconds,
    host: specText,
    port,
    listener: anyListener,
  }),
  v.strictObject({ kind: v.literal('http'), timeoutMs: milliseconds, url: specText, listener: anyListener }),
  v.strictObject({ kind: v.literal('exec'), timeoutMs: milliseconds, argv }),
  v.strictObject({ kind: v.literal('log'), timeoutMs: milliseconds, pattern: specText }),
  v.strictObject({ kind: v.literal('fd'), timeoutMs: milliseconds, fd: count }),
]);

export type ReadySpec = v.InferOutput<typeof readySpec>;

const LISTENERS = ['own', 'any'] as const;

const WAYS = ['tcp', 'http', 'exec', 'log', 'fd'] as const;

const TCP = '"host:port" or a port number from 1 to 65535';

export const tcpAddress = v.pipe(
  v.union([v.string(), v.number()], notThat(TCP)),
  v.title('string or port number'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const address = parseTcpAddress(dataset.value);
    if (address !== null) return address;
    addIssue({ message: `${showValue(dataset.value)} is not ${TCP}` });
    return NEVER;
  }),
);

/** `8080`, `"8080"`, `"db:5432"`, `"[::1]:80"`; without a host it means this machine. */
function parseTcpAddress(value: string | number): { host: string; port: number } | null {
  const match = /^(?:(?:\[([^\]\0\p{Cs}]+)\]|([^:[\]\s\0\p{Cs}]+)):)?([0-9]{1,5})$/u.exec(String(value));
  if (match === null) return null;
  const port = Number(match[3]);
  if (port < 1 || port > 65_535) return null;
  return { host: match[1] ?? match[2] ?? '127.0.0.1', port };
}

const URL_RULE = 'an http:// or https:// URL, or unix:/path/of.sock:/path';

export const httpUrl = v.pipe(
  v.string(notThat(URL_RULE)),
  withoutNul,
  wellFormed,
  v.check((value) => /^unix:\/[^:]/.test(value) || /^https?:$/.test(protocolOf(value)), notThat(URL_RULE)),
);

function protocolOf(value: string): string {
  try {
    return new URL(value).protocol;
  } catch {
    return '';
  }
}

const pattern = v.pipe(
  text('a regular expression'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const backtracking = /\(\?<?[=!]/.test(dataset.value)
      ? 'look-around'
      : /\\([1-9]|k<)/.test(dataset.value)
        ? 'a back-reference'
        : null;
    if (backtracking !== null) {
      addIssue({
        message: `${showValue(dataset.value)} uses ${backtracking}, which could hang on the app's output: OPM matches in linear time, as RE2 does. Rewrite the pattern without it`,
      });
      return;
    }
    try {
      new RegExp(dataset.value);
    } catch (error) {
      addIssue({
        message: `${showValue(dataset.value)} is not a regular expression: ${(error as Error).message}`,
      });
    }
  }),
);

export const exec = v.pipe(
  command,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    if (typeof dataset.value !== 'string') return dataset.value;
    const words = splitWords(dataset.value);
    if (Array.isArray(words)) return words;
    addIssue({ message: `${showValue(dataset.value)} cannot be split into words: ${words.reason}` });
    return NEVER;
  }),
);

/** Output: {@link ReadySpec}. */
export const ready = v.pipe(
  knownObject(
    {
      tcp: v.optional(
        v.pipe(
          tcpAddress,
          v.metadata({
            description:
              'Ready when a connection to `"host:port"` (or to this port on this machine) is accepted. If it equals the ' +
              "app's `port`, each instance is checked on its own port.",
            examples: ['127.0.0.1:5432'],
          }),
        ),
      ),
      http: v.optional(
        v.pipe(
          httpUrl,
          v.metadata({
            description:
              "Ready when a GET of this URL returns a status from 200 to 399. If its port equals the app's `port`, " +
              'each instance is checked on its own port.',
            examples: ['http://127.0.0.1:3000/health'],
          }),
        ),
      ),
      exec: v.optional(
        v.pipe(
          exec,
          v.metadata({
            description: "Ready when this command, run in the app's folder, exits with code 0.",
            examples: ['pg_isready -q'],
          }),
        ),
      ),
      log: v.optional(
        v.pipe(
          pattern,
          v.metadata({
            description: 'Ready when a line of the output matches this regular expression.',
            examples: ['listening on [0-9]+'],
          }),
        ),
      ),
      fd: v.optional(
        v.pipe(
          wholeNumber(3, 255),
          v.metadata({
            description:
              'Ready when the app writes a newline to this file descriptor, which OPM opens for it.',
            examples: [3],
          }),
        ),
      ),
      listener: v.optional(
        v.pipe(
          v.picklist(
            LISTENERS,
            notThat(`a kind of listener: use ${LISTENERS.map((kind) => `"${kind}"`).join(' or ')}`),
          ),
          v.metadata({
            description:
              'Whose answer counts for `tcp` and `http`: that of a process of the app (`"own"`), or that of anybody ' +
              '(`"any"`), such as a proxy or a container engine that listens for it.',
            examples: ['any'],
          }),
        ),
        'own',
      ),
      timeout: v.optional(
        v.pipe(
          duration({ min: 1 }),
          v.metadata({ description: 'How long the app may take to become ready.', examples: ['30s'] }),
        ),
        '10s',
      ),
    },
    'an object with one of tcp, http, exec, log and fd',
    { synonyms: { port: 'tcp', url: 'http', command: 'exec', pattern: 'log' } },
  ),
  v.metadata({ oneOf: WAYS.map((way) => ({ required: [way] })) }),
  v.rawTransform(({ dataset, addIssue, NEVER }): ReadySpec => {
    const { tcp, http, exec: words, log, fd, timeout, listener: kind } = dataset.value;
    const given = WAYS.filter((way) => dataset.value[way] !== undefined);
    if (given.length !== 1) {
      const found = given.length === 0 ? 'none' : given.join(' and ');
      addIssue({ message: `must name exactly one of ${WAYS.join(', ')}; it names ${found}` });
      return NEVER;
    }
    const timeoutMs = timeout;
    if (kind === 'any' && tcp === undefined && http === undefined) {
      addIssue({ message: '"listener" has a meaning for tcp and http alone' });
      return NEVER;
    }
    const listener = kind === 'any' ? { listener: kind } : {};
    if (tcp !== undefined) return { timeoutMs, kind: 'tcp', ...tcp, ...listener };
    if (http !== undefined) return { timeoutMs, kind: 'http', url: http, ...listener };
    if (words !== undefined) return { timeoutMs, kind: 'exec', argv: words };
    if (log !== undefined) return { timeoutMs, kind: 'log', pattern: log };
    return { timeoutMs, kind: 'fd', fd: fd! };
  }),
);
