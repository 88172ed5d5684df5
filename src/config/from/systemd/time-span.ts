const UNITS: Record<string, number> = {
  us: 0.001,
  usec: 0.001,
  ms: 1,
  msec: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  '': 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** The longest time that a timer can wait, for `infinity`. */
const LONGEST_MS = 2_147_483_647;

/** Milliseconds in a systemd time span: `5`, `1min 20s`, `500ms`, `infinity`; `null` for anything else. */
export function timeSpanMs(text: string): number | null {
  if (/^\s*infinity\s*$/.test(text)) return LONGEST_MS;
  const parts = [...text.matchAll(/\s*([\d.]+)\s*([a-z]*)/gy)];
  const read = parts.map(([, count, unit]) => Number(count) * (UNITS[unit!] ?? Number.NaN));
  const total = read.reduce((sum, part) => sum + part, 0);
  const whole =
    parts
      .map(([part]) => part)
      .join('')
      .trim() === text.trim();
  return parts.length > 0 && whole && Number.isFinite(total) ? Math.min(LONGEST_MS, Math.round(total)) : null;
}
