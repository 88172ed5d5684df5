import * as v from 'valibot';

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time as config files write it, `250ms`, `1.5s`, `2m`, `1h` or `1d`, read as milliseconds. */
export const duration = v.pipe(
  v.string('must be a length of time such as "30s"'),
  v.regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'must be a length of time such as "250ms", "30s", "2m", "1h" or "1d"'),
  v.transform((text) => {
    const [, amount, unit] = /^([\d.]+)([a-z]+)$/.exec(text)!;
    return Number(amount) * UNIT_MS[unit!]!;
  }),
  // A longer timer would fire at once.
  v.maxValue(2_147_483_647, 'must be shorter than 25 days'),
);

/** `850 ms`, `2.4 s`, `3 min`: for people. */
export function readableMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1000).toFixed(1))} s`;
  return `${Math.round(ms / 60_000)} min`;
}
