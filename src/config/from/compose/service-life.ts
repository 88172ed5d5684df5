import { isPlainObject } from '../../schema/known-object.ts';
import type { Notes } from '../conversion.ts';

/** How Compose restarts a service and checks its health, in terms of OPM's config. */

type Entry = Record<string, unknown>;

const UNITS: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds in `1m30s` or `10s`, `null` for anything else. */
export function composeMs(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const parts = [...value.matchAll(/([\d.]+)(us|ms|s|m|h)/g)];
  const isWhole = parts.map(([part]) => part).join('') === value.trim();
  return parts.length === 0 || !isWhole
    ? null
    : Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0));
}

export function restartOf(value: unknown): Entry {
  const [policy = 'no', most] = String(value === false ? 'no' : (value ?? 'no')).split(':');
  if (policy === 'always' || policy === 'unless-stopped') return { policy: 'always' };
  if (policy !== 'on-failure') return { policy: 'never' };
  return { policy: 'on-failure', ...(most === undefined ? {} : { maxRestarts: Number(most) }) };
}

/** A health check as `ready`: it runs until it succeeds once. */
export function healthReady(check: unknown, name: string, notes: Notes): Entry | undefined {
  if (!isPlainObject(check) || check.disable === true) return undefined;
  const { test } = check;
  const [kind, ...words] = Array.isArray(test) ? test.map(String) : ['CMD-SHELL', String(test)];
  if (kind === 'NONE') return undefined;
  const exec = kind === 'CMD' ? words : ['/bin/sh', '-c', words.join(' ')];
  notes.add('healthcheck', 'runs only until the app is ready; "liveness" checks it after that', name);
  const period = composeMs(check.interval) ?? 30_000;
  const retries = typeof check.retries === 'number' ? check.retries : 3;
  return { exec, timeout: (composeMs(check.start_period) ?? 0) + period * retries };
}
