import { lifetimeInvalid } from './access-errors.ts';

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Longer than that a secret is kept by nobody's wish. */
const LONGEST_MS = 100 * 366 * 86_400_000;

/**
 * Milliseconds in `30m`, `12h`, `90d` or `4w`. Longer than a timer can wait, unlike the durations of a config.
 *
 * @throws OpmError LIFETIME_INVALID (64)
 */
export function parseLifetime(text: string): number {
  const match = /^([1-9]\d{0,5})([mhdw])$/.exec(text);
  const milliseconds = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(milliseconds <= LONGEST_MS)) throw lifetimeInvalid(text);
  return milliseconds;
}
