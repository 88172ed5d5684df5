import { lstatSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, systemErrorCode } from '../errors.ts';
import type { FileFront } from '../runtime/native/file-front.ts';
import { generationsOf, generationsOfAll, type LogGeneration } from './log-generations.ts';
import { rotateLog } from './rotate-log.ts';
import { type LogRule, type RotationJob, type RotationReport, usedBytes } from './rotation-job.ts';

/** Below this size a log is not rotated for the budget: hardly anything would be gained. */
const WORTH_ROTATING_BYTES = 64 * 1024;
/** How much of a disk is left to others, at most. */
const RESERVE_RATIO = 0.05;
const MOST_RESERVE_BYTES = 1024 ** 3;

interface Tools {
  front: FileFront | null;
  nowMs: number;
  /** Free and total bytes of the disk that a folder is on; replaced in tests. */
  disk?: (folder: string) => { freeBytes: number; totalBytes: number };
}

/**
 * Rotates the logs that are due, then removes generations: of each log those above `keep` and those above `maxAge`, and
 * of all together the oldest until the budget is kept. One log that fails stops no other.
 */
export async function rotateLogs(
  { logs, force, budget }: Pick<RotationJob, 'logs' | 'force' | 'budget'>,
  { front, nowMs, disk = diskOf }: Tools,
): Promise<RotationReport> {
  const report: RotationReport = { rotated: [], removed: [], problems: [], usedBytes: 0, shrunkTo: null };
  const rotate = async ({ path, compress }: LogRule): Promise<void> => {
    try {
      const done = await rotateLog(path, { compress, front, nowMs });
      if (done.outcome === 'rotated') {
        report.rotated.push({ path, generation: done.generation, method: done.method });
      }
    } catch (error) {
      report.problems.push({ path, message: messageOf(error) });
    }
  };
  const remove = (why: RotationReport['removed'][number]['why'], { path, bytes }: LogGeneration): void => {
    try {
      rmSync(path);
      report.removed.push({ path, bytes, why });
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') report.problems.push({ path, message: messageOf(error) });
    }
  };

  for (const rule of logs) {
    if (force || (rule.maxSize !== null && sizeOf(rule.path) >= rule.maxSize)) await rotate(rule);
  }
  const kept = generationsOfAll(logs.map(({ path }) => path));
  for (const rule of logs) {
    const [left, gone] = divide(kept.get(rule.path)!, rule, nowMs);
    kept.set(rule.path, left);
    for (const { generation, why } of gone) remove(why, generation);
  }
  if (budget !== null && logs.length > 0) {
    const allowed = allowance(budget, usedBy(logs, kept), disk(dirname(logs[0]!.path)));
    if (allowed < budget) report.shrunkTo = allowed;
    await keepWithin(allowed, logs, kept, {
      rotate,
      remove: (generation) => remove('budget', generation),
    });
  }
  report.usedBytes = usedBy(logs, kept);
  return report;
}

type Kept = Map<string, LogGeneration[]>;

/** Those that stay and those that go, of one log. */
function divide(
  generations: LogGeneration[],
  { keep, maxAgeMs }: LogRule,
  nowMs: number,
): [LogGeneration[], { generation: LogGeneration; why: 'keep' | 'maxAge' }[]] {
  const tooMany = generations.length - keep;
  const left: LogGeneration[] = [];
  const gone: { generation: LogGeneration; why: 'keep' | 'maxAge' }[] = [];
  for (const [index, generation] of generations.entries()) {
    if (index < tooMany) gone.push({ generation, why: 'keep' });
    else if (maxAgeMs !== null && nowMs - generation.atMs > maxAgeMs)
      gone.push({ generation, why: 'maxAge' });
    else left.push(generation);
  }
  return [left, gone];
}

async function keepWithin(
  allowed: number,
  logs: readonly LogRule[],
  kept: Kept,
  act: { rotate: (rule: LogRule) => Promise<void>; remove: (generation: LogGeneration) => void },
): Promise<void> {
  removeOldest(usedBy(logs, kept) - allowed, kept, act.remove);
  if (usedBy(logs, kept) <= allowed) return;
  // What is left are the logs themselves.
  const largest = logs
    .map((rule) => ({ rule, bytes: sizeOf(rule.path) }))
    .filter(({ bytes }) => bytes >= WORTH_ROTATING_BYTES)
    .sort((a, b) => b.bytes - a.bytes);
  for (const { rule } of largest) {
    await act.rotate(rule);
    kept.set(rule.path, generationsOf(rule.path));
    removeOldest(usedBy(logs, kept) - allowed, kept, act.remove);
    if (usedBy(logs, kept) <= allowed) return;
  }
}

/** Removes the oldest, whichever log they are of, until this many bytes are gone. */
function removeOldest(bytes: number, kept: Kept, remove: (generation: LogGeneration) => void): void {
  const oldest = [...kept.values()].flat().sort((a, b) => a.atMs - b.atMs);
  const gone = new Set<LogGeneration>();
  let over = bytes;
  for (const generation of oldest) {
    if (over <= 0) break;
    remove(generation);
    gone.add(generation);
    over -= generation.bytes;
  }
  for (const [path, generations] of kept) {
    kept.set(
      path,
      generations.filter((generation) => !gone.has(generation)),
    );
  }
}

/** The budget, or the current size of the logs plus what the disk can spare, if that is less. */
function allowance(
  budget: number,
  usedNow: number,
  { freeBytes, totalBytes }: { freeBytes: number; totalBytes: number },
): number {
  const reserve = Math.min(totalBytes * RESERVE_RATIO, MOST_RESERVE_BYTES);
  return Math.max(0, Math.min(budget, Math.floor(usedNow + freeBytes - reserve)));
}

function diskOf(folder: string): { freeBytes: number; totalBytes: number } {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    // Nothing is known about it: only the budget counts.
    return { freeBytes: Number.MAX_SAFE_INTEGER, totalBytes: 0 };
  }
}

function usedBy(logs: readonly LogRule[], kept: Kept): number {
  let sum = 0;
  for (const { path } of logs) {
    sum += sizeOf(path);
    for (const { bytes } of kept.get(path) ?? []) sum += bytes;
  }
  return sum;
}

function sizeOf(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? usedBytes(stats) : 0;
}
