/** A time span as a config file would say it: `500ms`, `10s`, `2.5s`. For messages. */
export function durationText(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)}ms` : `${Math.round(durationMs / 100) / 10}s`;
}
