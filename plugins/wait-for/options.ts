import * as v from 'valibot';
import { duration } from '../duration.ts';

const text = v.pipe(v.string('must be text'), v.nonEmpty('must not be empty'));

const tcp = v.pipe(
  text,
  v.check((address) => parseHostPort(address) !== null, 'must be host:port or [IPv6]:port'),
);

const url = v.pipe(text, v.check(isWebUrl, 'must be an http:// or https:// URL'));

const status = v.pipe(
  v.number('must be an HTTP status'),
  v.integer('must be an HTTP status'),
  v.minValue(100, 'must be an HTTP status'),
  v.maxValue(599, 'must be an HTTP status'),
);

const http = v.union(
  [
    url,
    v.strictObject({
      url,
      /** The only status that counts; absent: any from 200 to 399. */
      status: v.optional(status),
    }),
  ],
  'must be an http:// or https:// URL, or an object with "url" and "status"',
);

const mount = v.pipe(
  text,
  v.check((path) => path.startsWith('/'), 'must be an absolute path'),
);

export const options = v.pipe(
  v.strictObject({
    tcp: v.optional(v.array(tcp), []),
    http: v.optional(v.array(http), []),
    /** Anything at that path; relative to the config file's folder. */
    file: v.optional(v.array(text), []),
    mount: v.optional(v.array(mount), []),
    dns: v.optional(v.array(text), []),
    /** For all of them together, in milliseconds after parsing. */
    timeout: v.optional(duration, '25s'),
    /** Between two attempts at one target. */
    interval: v.optional(v.pipe(duration, v.minValue(10, 'must be 10ms or more')), '500ms'),
    /** For one attempt. */
    attemptTimeout: v.optional(duration, '5s'),
  }),
  v.check(
    ({ tcp, http, file, mount, dns }) => [tcp, http, file, mount, dns].some((list) => list.length > 0),
    'must name at least one target: tcp, http, file, mount or dns',
  ),
);

export type Options = v.InferOutput<typeof options>;

/** `db:5432` and `[::1]:5432`; `null` for anything else. */
export function parseHostPort(address: string): { host: string; port: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(address);
  if (match === null) return null;
  const port = Number(match[3]);
  return port >= 1 && port <= 65_535 ? { host: (match[1] ?? match[2])!, port } : null;
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
