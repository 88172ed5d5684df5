import { createReadStream, lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { systemErrorCode } from '../errors.ts';
import { openLogForReading } from '../runtime/files/open-log.ts';

/** What was taken out of a log, in a file of its own. */
export interface LogGeneration {
  path: string;
  /** When it was taken out, milliseconds since 1970. */
  atMs: number;
  bytes: number;
}

/** After the log's own name: `.20261127T090503.123Z`, compressed `.gz`. Names sort by their age. */
const NAME = /^(.+)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.(\d{3})Z(\.gz)?$/;

/** `.20261127T090503.123Z` */
export function generationSuffix(atMs: number): string {
  return `.${new Date(atMs).toISOString().replaceAll(/[-:]/g, '')}`;
}

/** The generations of a log, oldest first. */
export function generationsOf(log: string): LogGeneration[] {
  return generationsOfAll([log]).get(log)!;
}

/** The generations of several logs, by the log's path. Each folder is read once. */
export function generationsOfAll(logs: readonly string[]): Map<string, LogGeneration[]> {
  const all = new Map(logs.map((log): [string, LogGeneration[]] => [log, []]));
  for (const folder of new Set(logs.map((log) => dirname(log)))) {
    for (const entry of namesIn(folder)) {
      const parsed = parseName(entry);
      const generations = parsed === null ? undefined : all.get(join(folder, parsed.log));
      if (parsed === null || generations === undefined) continue;
      const path = join(folder, entry);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats?.isFile()) generations.push({ path, atMs: parsed.atMs, bytes: stats.size });
    }
  }
  for (const generations of all.values()) generations.sort((a, b) => a.atMs - b.atMs);
  return all;
}

/** The content of a generation. A compressed one that is damaged ends with an error where the damage is. */
export function readGeneration(path: string): Readable {
  const stream = createReadStream('', { fd: openLogForReading(path) });
  if (!path.endsWith('.gz')) return stream;
  const content = createGunzip();
  stream.on('error', (error) => content.destroy(error));
  return stream.pipe(content);
}

function parseName(entry: string): { log: string; atMs: number } | null {
  const [, log, ...digits] = NAME.exec(entry) ?? [];
  if (log === undefined) return null;
  const [year, month, day, hour, minute, second, ms] = digits.slice(0, 7).map(Number) as number[];
  return { log, atMs: Date.UTC(year!, month! - 1, day, hour, minute, second, ms) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemErrorCode(error) ?? '')) return [];
    throw error;
  }
}
