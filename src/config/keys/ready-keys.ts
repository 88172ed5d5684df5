import * as v from 'valibot';
import { duration } from '../schema/schema-values.ts';
import { milliseconds } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';
import { type ReadySpec, ready, readySpec } from './ready-value.ts';

/** How long an app without `ready` and without `minUptime` must stay up. */
const DEFAULT_MIN_UPTIME_MS = 500;

/** When a process counts as online. */
export const readyKeys = keyGroup({
  config: {
    ready: v.optional(
      v.pipe(
        ready,
        v.metadata({
          description:
            'How the app signals that it is ready: exactly one of the checks below. Without it, an app is ready once it ' +
            'has been up for `minUptime`.',
          examples: [{ http: 'http://127.0.0.1:3000/health' }],
        }),
      ),
    ),
    minUptime: v.optional(
      v.pipe(
        duration(),
        v.metadata({
          description:
            'How long a process must be up to count as online; the default is `"500ms"`, or 0 with `ready`.',
          examples: ['2s'],
        }),
      ),
    ),
  },
  spec: {
    ready: v.optional(readySpec),
    /** How long the process must be up before it counts as online. */
    minUptimeMs: milliseconds,
  },
  resolve: (app, { firstPort, instance }) => ({
    ...(app.ready === undefined ? {} : { ready: readyAt(app.ready, firstPort, instance) }),
    minUptimeMs: app.minUptime ?? (app.ready === undefined ? DEFAULT_MIN_UPTIME_MS : 0),
  }),
  synonyms: {
    health: 'ready',
    healthcheck: 'ready',
    readiness: 'ready',
    tcp: 'ready.tcp',
    http: 'ready.http',
  },
});

/** An address on the app's own port means the instance's own port: each instance answers for itself. */
export function readyAt(check: ReadySpec, port: number | undefined, instance: number): ReadySpec {
  if (port === undefined || instance === 0) return check;
  if (check.kind === 'tcp' && check.port === port) return { ...check, port: port + instance };
  if (check.kind !== 'http' || /^(http:\/\/)?unix:/.test(check.url)) return check;
  const url = new URL(check.url);
  if (portOf(url) !== port) return check;
  url.port = String(port + instance);
  return { ...check, url: url.href };
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
