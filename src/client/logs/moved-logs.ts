import { readlinkSync, statSync } from 'node:fs';
import type { LogSource } from './log-source.ts';

/** A process that writes to another file than the one that has its log's name. */
export interface MovedLog {
  /** The log, as it is configured. */
  source: LogSource;
  /** Where the process writes; `null`: the file has no name any more. */
  path: string | null;
}

const DESCRIPTOR = { out: 1, both: 1, err: 2 } as const;

/**
 * The logs whose file was renamed, removed or replaced while its process has it open, as logrotate does without
 * `copytruncate`: the process goes on writing to the old file. What cannot be looked at is left out.
 *
 * @param pids of the running instances, by id
 */
export function movedLogs(sources: readonly LogSource[], pids: ReadonlyMap<number, number>): MovedLog[] {
  return sources.flatMap((source): MovedLog[] => {
    const pid = source.id === null ? undefined : pids.get(source.id);
    if (pid === undefined || source.path.startsWith('/dev/')) return [];
    const link = `/proc/${pid}/fd/${DESCRIPTOR[source.stream]}`;
    try {
      const written = statSync(link);
      const named = statSync(source.path, { throwIfNoEntry: false });
      if (!written.isFile() || (named?.ino === written.ino && named.dev === written.dev)) return [];
      const path = readlinkSync(link);
      const found = statSync(path, { throwIfNoEntry: false });
      return [{ source, path: found?.ino === written.ino ? path : null }];
    } catch {
      return [];
    }
  });
}

/** The sources with the files that are really written to, each before the one that has its name now. */
export function withMoved(sources: readonly LogSource[], moved: readonly MovedLog[]): LogSource[] {
  return sources.flatMap((source) => {
    const path = moved.find((one) => one.source === source)?.path ?? null;
    return path === null || sources.some((other) => other.path === path)
      ? [source]
      : [{ ...source, path }, source];
  });
}
