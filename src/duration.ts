/** How lengths of time are written and read: in config files, in options of commands and plugins, in messages. */

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms`, `10s`, `1.5m`, `1h`, `1d`. Its source is part of the JSON Schema, so it uses no JavaScript-only syntax. */
export const DURATION_PATTERN = /^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$/;

/** The longest time a timer can wait, 24.8 days: beyond 2^31 - 1 ms Node's timers fire at once. */
export const LONGEST_DURATION_MS = 2_147_483_647;

/** The milliseconds of a duration, or `null` if it is none. A number is milliseconds already. */
export function parseDuration(value: string | number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
  if (!DURATION_PATTERN.test(value)) return null;
  const unit = /[a-z]+$/.exec(value)![0];
  return Math.round(Number(value.slice(0, -unit.length)) * UNIT_MS[unit]!);
}

/** A duration for messages: `850 ms`, `2.4 s`, `3 min`, `5 h`, `4 d`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 120_000) return amount(milliseconds, 1000, 's');
  if (milliseconds < 7_200_000) return amount(milliseconds, 60_000, 'min');
  if (milliseconds < 172_800_000) return amount(milliseconds, 3_600_000, 'h');
  return amount(milliseconds, 86_400_000, 'd');
}

function amount(milliseconds: number, unitMs: number, unit: string): string {
  return `${Number((milliseconds / unitMs).toFixed(1))} ${unit}`;
}
