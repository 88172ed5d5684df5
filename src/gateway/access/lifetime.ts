import { lifetimeInvalid } from './access-errors.ts';

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Nobody wants to keep a secret longer than this. */
const LONGEST_MS = 100 * 366 * 86_400_000;

/**
 * Milliseconds in `30m`, `12h`, `90d` or `4w`. Unlike durations in a config, it may be longer than a timer can wait.
 *
 * @throws OpmError LIFETIME_INVALID (64)
 */
export function parseLifetime(text: string): number {
  const match = /^([1-9]\d{0,5})([mhdw])$/.exec(text);
  const milliseconds = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(milliseconds <= LONGEST_MS)) throw lifetimeInvalid(text);
  return milliseconds;
}
