/** How a log is rotated. */
export interface LogRule {
  /** Absolute. */
  path: string;
  /** In bytes; `null`: whatever its size, it is not rotated for that. */
  maxSize: number | null;
  /** How many generations are kept. */
  keep: number;
  /** Generations older than this are removed; `null`: none for its age. */
  maxAgeMs: number | null;
  compress: boolean;
}

/** A job for a separate process: what to do with which logs. */
export interface RotationJob {
  logs: LogRule[];
  /** Rotate all of them, whatever their sizes. */
  force: boolean;
  /** What all of them and their generations may take, in bytes. */
  budget: number | null;
  /** The user whose rights it adopts; `null`: it keeps its own. */
  user: { uid: number; gid: number } | null;
}

export interface RotationReport {
  rotated: { path: string; generation: string; method: 'collapsed' | 'freed' | 'copied' }[];
  /** Paths of generations, with the reason for it. */
  removed: { path: string; bytes: number; why: 'keep' | 'maxAge' | 'budget' }[];
  problems: { path: string; message: string }[];
  /** What the logs and their generations take now, in bytes. */
  usedBytes: number;
  /** The budget, where the disk allowed for less of it; else `null`. */
  shrunkTo: number | null;
}

export const NOTHING_ROTATED: RotationReport = {
  rotated: [],
  removed: [],
  problems: [],
  usedBytes: 0,
  shrunkTo: null,
};

/** Unless the config says otherwise. */
export const DEFAULT_KEEP = 10;

/**
 * The disk space that a log file really takes, in bytes: what was freed at its front does not count.
 *
 * @param stats its size in bytes, and its blocks of 512 bytes where the file system counts them
 */
export function usedBytes({ size, blocks }: { size: number; blocks: number }): number {
  return blocks > 0 ? Math.min(size, blocks * 512) : size;
}

/** Two reports as one. */
export function joinReports(one: RotationReport, other: RotationReport): RotationReport {
  return {
    rotated: [...one.rotated, ...other.rotated],
    removed: [...one.removed, ...other.removed],
    problems: [...one.problems, ...other.problems],
    usedBytes: one.usedBytes + other.usedBytes,
    shrunkTo: one.shrunkTo ?? other.shrunkTo,
  };
}
