import type { Notes } from '../conversion.ts';
import { argumentList, byteSize, milliseconds, numeric } from './pm2-values.ts';

/** PM2's keys about the life of a process, in the terms of OPM's config. */

/** PM2's own: it gives up on a process that exited this often within a second of its start. */
const MAX_RESTARTS = 16;
const STABLE_AFTER_MS = 1000;
/** The exponential backoff stops growing here. */
const LONGEST_BACKOFF_MS = 15_000;
/** The shortest time window for counting crashes; PM2's own is so short that OPM's backoff would outlast it. */
const SHORTEST_WINDOW_MS = 60_000;

type Keys = Record<string, unknown>;

export function restartOf(app: Keys, name: string, notes: Notes): Record<string, unknown> {
  const mostCrashes = numeric(app.max_restarts ?? MAX_RESTARTS);
  const stableAfter = milliseconds(app.min_uptime ?? STABLE_AFTER_MS);
  const product = Number(mostCrashes) * Number(stableAfter);
  const codes = stopExitCodes(app, name, notes);
  return {
    policy: app.autorestart === false || app.autorestart === 'false' ? 'never' : 'always',
    backoff: backoffOf(app),
    // PM2 gives up at this number of crashes, so there is one restart fewer.
    maxRestarts: typeof mostCrashes === 'number' ? Math.max(0, mostCrashes - 1) : mostCrashes,
    window: Math.max(SHORTEST_WINDOW_MS, Number.isFinite(product) ? product : 0),
    stableAfter,
    ...(codes.length === 0 ? {} : { stopExitCodes: codes }),
    ...cronOf(app, name, notes),
  };
}

/** PM2 takes the text "0" for "never". Its own library drops what the pattern has too many blanks of. */
function cronOf({ cron_restart: cron, autorestart }: Keys, name: string, notes: Notes): { cron?: unknown } {
  if (cron === undefined || cron === '0' || cron === false) return {};
  if (autorestart === false || autorestart === 'false') {
    notes.add(
      'cron_restart',
      'restarts the app only while it runs: one that has ended is not started by it',
      name,
    );
  }
  return { cron };
}

function stopExitCodes({ stop_exit_codes: listed }: Keys, name: string, notes: Notes): number[] {
  const words = typeof listed === 'string' ? argumentList(listed) : [listed ?? []].flat();
  const codes = words.map((word) => Number.parseInt(String(word), 10));
  const unread = words.filter((_, index) => Number.isNaN(codes[index]));
  if (unread.length > 0) {
    const given = unread.map((word) => JSON.stringify(word)).join(', ');
    notes.add('stop_exit_codes', `${given} is not an exit code, and PM2 ignores it; write [0]`, name);
  }
  return codes.filter((code) => !Number.isNaN(code));
}

/** PM2 does not wait unless configured to; a short delay spares the machine and gives up just as soon. */
const BACKOFF_MS = [100, 1000];

function backoffOf(app: Keys): unknown {
  const growing = milliseconds(app.exp_backoff_restart_delay ?? 0);
  if (growing !== 0)
    return [growing, typeof growing === 'number' ? Math.max(growing, LONGEST_BACKOFF_MS) : growing];
  const fixed = milliseconds(app.restart_delay ?? 0);
  return fixed === 0 ? BACKOFF_MS : [fixed, fixed];
}

/** PM2 measures every 30 seconds, and the first process alone. */
export function memoryOf({ max_memory_restart: limit }: Keys): { maxMemory?: unknown } {
  return limit === undefined ? {} : { maxMemory: byteSize(limit) };
}

/** PM2 stops with SIGINT, and apps written for it listen for that. */
export function stopOf(app: Keys): Record<string, unknown> {
  return {
    signal: app.kill_signal ?? 'SIGINT',
    ...(app.kill_timeout === undefined ? {} : { timeout: milliseconds(app.kill_timeout) }),
  };
}

/** The descriptor that stands in for the channel to PM2; Node opens it when `NODE_CHANNEL_FD` names it. */
export const CHANNEL_FD = 3;

/**
 * `wait_ready` waits for `process.send('ready')`. Node writes such a message as one line of JSON to its channel,
 * which is exactly what `ready.fd` waits for.
 */
export function readyOf(
  app: Keys,
  program: string,
  name: string,
  notes: Notes,
): Record<string, unknown> | undefined {
  if (app.wait_ready !== true) {
    if (app.listen_timeout !== undefined) {
      notes.add('listen_timeout', 'has no effect without "wait_ready"; see "ready" for alternatives', name);
    }
    return undefined;
  }
  if (!/(^|\/)node[0-9]*$/.test(program)) {
    notes.add('wait_ready', 'only Node has the channel it needs; see "ready" for alternatives', name);
    return undefined;
  }
  notes.add(
    'wait_ready',
    'the first message to the process manager counts as ready, and later ones are not read',
    name,
  );
  const timeout = app.listen_timeout === undefined ? {} : { timeout: milliseconds(app.listen_timeout) };
  return { fd: CHANNEL_FD, ...timeout };
}
