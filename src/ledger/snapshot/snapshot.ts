import fs from 'node:fs/promises';
import path from 'node:path';
import { messageOf, OpmError, systemErrorCode } from '../../errors.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import { readOwn } from '../../runtime/files/open-own.ts';
import {
  noGoodSnapshot,
  nothingSaved,
  snapshotDamaged,
  snapshotMissing,
  snapshotNewer,
  snapshotUnreadable,
  snapshotUnwritable,
} from './snapshot-errors.ts';
import {
  generationPath,
  keepAside,
  linkToNext,
  makeFolder,
  prune,
  readFolder,
  syncFolder,
  TEMPORARY_PREFIX,
  writeDurably,
} from './snapshot-folder.ts';
import { decodeSnapshot, encodeSnapshot, SNAPSHOT_VERSION, type SnapshotPayload } from './snapshot-format.ts';

export type { SnapshotPayload } from './snapshot-format.ts';

export interface Snapshot {
  generation: number;
  file: string;
  payload: SnapshotPayload;
}

/** A generation that cannot be used. */
export interface DamagedSnapshot {
  generation: number;
  reason: string;
  /** Where it is kept now. */
  keptAs: string;
}

/** One write at a time: a second `opm save` waits for the first. */
let writing: Promise<unknown> = Promise.resolve();

/**
 * Generations in the folder, oldest first, without those set aside as damaged.
 *
 * @throws OpmError SNAPSHOT_UNREADABLE (1)
 */
export async function listSnapshots(folder: string): Promise<{ generation: number; file: string }[]> {
  return (await readFolder(folder))
    .filter(({ aside }) => !aside)
    .map(({ generation, file }) => ({ generation, file }))
    .reverse();
}

/** Whether anything was ever saved, even if none of it is intact any more. */
export async function wasEverSaved(folder: string): Promise<boolean> {
  return (await readFolder(folder)).length > 0;
}

/**
 * Writes a new generation: temporary file, fsync, link to its name, folder fsync. Existing ones are not touched until
 * the new one is safe; then only the newest `keep` generations stay. A number is never used twice. For the holder of
 * the home's lock only.
 *
 * @throws OpmError SNAPSHOT_UNWRITABLE (1); the generations are as they were
 */
export function writeSnapshot(options: {
  folder: string;
  payload: SnapshotPayload;
  keep: number;
}): Promise<{ generation: number; file: string }> {
  const written = writing.then(() => write(options));
  writing = written.catch(() => {});
  return written;
}

async function write(options: { folder: string; payload: SnapshotPayload; keep: number }) {
  const { folder, payload, keep } = options;
  const bytes = encodeSnapshot(payload);
  // Better that a save fails now than a restore after the reboot.
  const checked = decodeSnapshot(bytes);
  if (checked.kind === 'damaged') throw new Error(`This set cannot be saved: ${checked.reason}`);
  const temporary = path.join(folder, `${TEMPORARY_PREFIX}${globalThis.crypto.randomUUID()}`);
  let written: { generation: number; file: string } | undefined;
  try {
    await makeFolder(folder);
    await writeDurably(temporary, bytes);
    faultPoint('snapshot.synced');
    written = await linkToNext(folder, temporary);
    faultPoint('snapshot.linked');
    await syncFolder(folder);
    faultPoint('snapshot.folder-synced');
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => {});
    // A save that failed must not come back through a restore.
    if (written !== undefined) await fs.rm(written.file, { force: true }).catch(() => {});
    throw snapshotUnwritable(folder, error);
  }
  try {
    await fs.unlink(temporary);
    faultPoint('snapshot.unlinked');
    await prune(folder, keep);
  } catch {
    // It is saved; the next save clears away the surplus.
  }
  return written;
}

/**
 * Reads one generation.
 *
 * @throws OpmError SNAPSHOT_MISSING or SNAPSHOT_UNREADABLE (1), SNAPSHOT_DAMAGED or SNAPSHOT_NEWER (65)
 */
export async function readSnapshot(options: { folder: string; generation: number }): Promise<Snapshot> {
  const { folder, generation } = options;
  const file = generationPath(folder, generation);
  const found = await readSnapshotFile(file);
  if (found.kind === 'good') return { generation, file, payload: found.payload };
  if (found.kind === 'damaged') throw snapshotDamaged(file, found.reason);
  const all = await readFolder(folder);
  const kept = all.find((one) => one.generation === generation);
  if (kept !== undefined)
    throw snapshotDamaged(kept.file, 'it was found damaged earlier and kept under that name');
  const known = all.filter(({ aside }) => !aside).map((one) => one.generation);
  throw snapshotMissing(generation, known.reverse());
}

/**
 * The newest intact generation, and the damaged ones that are newer, newest first: those found now and those found
 * earlier, because what was saved last is still not what this returns.
 *
 * @param options.keepAside false: only look, rename nothing
 * @throws OpmError SNAPSHOT_NEWER or NO_GOOD_SNAPSHOT (65), NOTHING_SAVED or SNAPSHOT_UNREADABLE (1)
 */
export async function readNewestGood(
  folder: string,
  options: { keepAside?: boolean } = {},
): Promise<{ snapshot: Snapshot; damaged: DamagedSnapshot[] }> {
  const damaged: DamagedSnapshot[] = [];
  for (const { generation, file, aside } of await readFolder(folder)) {
    if (aside) {
      damaged.push({ generation, reason: 'it was found damaged earlier', keptAs: file });
      continue;
    }
    const found = await readSnapshotFile(file);
    if (found.kind === 'missing') continue;
    if (found.kind === 'good') return { snapshot: { generation, file, payload: found.payload }, damaged };
    const keptAs = options.keepAside === false ? file : await keepAside(file);
    damaged.push({ generation, reason: found.reason, keptAs });
  }
  if (damaged.length === 0) throw nothingSaved(folder);
  throw noGoodSnapshot(
    folder,
    damaged.map(({ generation, reason }) => `generation ${generation}: ${reason}`),
  );
}

export type Reading =
  | { kind: 'good'; payload: SnapshotPayload }
  | { kind: 'damaged'; reason: string }
  | { kind: 'missing' };

/**
 * What a disk reports for a file whose content is lost. Any other error may pass, and says nothing about the content.
 */
const DAMAGE = new Set(['EIO', 'EISDIR', 'EUCLEAN', 'ERR_FS_FILE_TOO_LARGE']);

/** What one file holds. @throws OpmError SNAPSHOT_UNREADABLE (1), SNAPSHOT_NEWER (65), FILE_OF_OTHER (65) */
export async function readSnapshotFile(file: string): Promise<Reading> {
  let bytes: Buffer;
  try {
    bytes = readOwn(file);
  } catch (error) {
    if (error instanceof OpmError) throw error;
    const code = systemErrorCode(error) ?? '';
    if (code === 'ENOENT') return { kind: 'missing' };
    if (DAMAGE.has(code)) return { kind: 'damaged', reason: `it cannot be read: ${messageOf(error)}` };
    throw snapshotUnreadable(file, error);
  }
  const decoded = decodeSnapshot(bytes);
  if (decoded.kind === 'newer') throw snapshotNewer(file, decoded.version, SNAPSHOT_VERSION);
  return decoded;
}
