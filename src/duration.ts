const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `10s`, `1.5m`, `500ms`, `1h`. The source is part of the JSON Schema, so it uses no JavaScript-only syntax. */
export const DURATION_PATTERN = /^[0-9]+(\.[0-9]+)?(ms|s|m|h)$/;

/** The longest time a timer can wait: beyond 2^31 - 1 ms Node's timers fire at once. */
export const LONGEST_DURATION_MS = 2_147_483_647;

/** Milliseconds in a duration as a config file writes it, or `null` when it is none. A number is milliseconds. */
export function parseDuration(value: string | number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
  const match = /^(.*?)(ms|s|m|h)$/.exec(value);
  if (match === null || !DURATION_PATTERN.test(value)) return null;
  return Math.round(Number(match[1]) * UNITS[match[2]!]!);
}
