/** `840ms`, `12s`, `5m 3s`, `2h 10m`, `4d 6h`: a duration for people. `-` for `null`. */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return '-';
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))}ms`;
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return twoUnits(seconds, 60, 'm', 's');
  if (seconds < 86_400) return twoUnits(Math.floor(seconds / 60), 60, 'h', 'm');
  return twoUnits(Math.floor(seconds / 3600), 24, 'd', 'h');
}

function twoUnits(value: number, base: number, big: string, small: string): string {
  const left = value % base;
  return left === 0
    ? `${Math.floor(value / base)}${big}`
    : `${Math.floor(value / base)}${big} ${left}${small}`;
}

/** How long some work took: `840 ms`, `1.52 s`, `2m 5s`. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return formatDuration(milliseconds);
}

const SIZES = ['B', 'K', 'M', 'G', 'T'] as const;

/** `512B`, `1.4M`, `230M`, in powers of 1024. `-` for `null`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '-';
  let value = bytes;
  let size = 0;
  while (value >= 1024 && size < SIZES.length - 1) {
    value /= 1024;
    size++;
  }
  return size === 0 || value >= 100
    ? `${Math.round(value)}${SIZES[size]}`
    : `${value.toFixed(1)}${SIZES[size]}`;
}

/** `1 app`, `3 apps` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
