import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { InstanceSpec, PluginEntry, Settings } from '../config/instance-spec.ts';
import { systemErrorCode } from '../errors.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import {
  noGoodSnapshot,
  snapshotDamaged,
  snapshotMissing,
  snapshotNewer,
  snapshotUnreadable,
  snapshotUnwritable,
} from './snapshot-errors.ts';

/** Version of the snapshot's format. */
export const SNAPSHOT_VERSION = 1;
const FORMAT = 'opm-snapshot';
const NAME = /^snapshot-(\d{6,})\.json$/;
const DAMAGED_NAME = /^snapshot-(\d{6,})\.json\.damaged/;

/** What `opm save` saved. */
export interface SnapshotPayload {
  createdAt: string;
  bootId: string;
  config: { file: string | null; settings: Settings; plugins: PluginEntry[] };
  instances: SavedInstance[];
}

export interface SavedInstance {
  spec: InstanceSpec;
  wanted: 'running' | 'stopped';
  inheritedEnv: Record<string, string>;
}

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

/** The payload on disk: inherited environments stand once, instances refer to them by their place. */
interface StoredPayload extends Omit<SnapshotPayload, 'instances'> {
  environments: Record<string, string>[];
  instances: (Omit<SavedInstance, 'inheritedEnv'> & { environment: number })[];
}

/** Generations in the folder, oldest first; those kept aside as damaged are not among them. */
export async function listSnapshots(folder: string): Promise<{ generation: number; file: string }[]> {
  return (await readFolder(folder))
    .flatMap((name) => {
      const generation = NAME.exec(name)?.[1];
      return generation === undefined
        ? []
        : [{ generation: Number(generation), file: path.join(folder, name) }];
    })
    .sort((a, b) => a.generation - b.generation);
}

/** Whether anything was ever saved, also when none of it is good any more. */
export async function wasEverSaved(folder: string): Promise<boolean> {
  return (await readFolder(folder)).some((name) => NAME.test(name) || DAMAGED_NAME.test(name));
}

/**
 * Writes a new generation: temporary file, fsync, link to its name, folder fsync. What is there already is not touched
 * before the new one is safe; then only the newest `keep` generations stay.
 *
 * @throws OpmError SNAPSHOT_UNWRITABLE (1)
 */
export async function writeSnapshot(options: {
  folder: string;
  payload: SnapshotPayload;
  keep: number;
}): Promise<{ generation: number; file: string }> {
  const { folder, keep } = options;
  const temporary = path.join(folder, `snapshot.new.${process.pid}`);
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    faultPoint('snapshot.created');
    await writeDurably(temporary, encode(options.payload));
    faultPoint('snapshot.synced');
    const written = await linkToNext(folder, temporary);
    faultPoint('snapshot.linked');
    await fs.unlink(temporary);
    faultPoint('snapshot.unlinked');
    await syncFolder(folder);
    faultPoint('snapshot.folder-synced');
    const all = await listSnapshots(folder);
    for (const { file } of all.slice(0, Math.max(0, all.length - keep))) {
      await fs.unlink(file);
      faultPoint('snapshot.pruned-one');
    }
    return written;
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => {});
    throw snapshotUnwritable(folder, error);
  }
}

/**
 * Reads one generation.
 *
 * @throws OpmError SNAPSHOT_MISSING (1), SNAPSHOT_DAMAGED or SNAPSHOT_NEWER (65)
 */
export async function readSnapshot(options: { folder: string; generation: number }): Promise<Snapshot> {
  const { folder, generation } = options;
  const file = path.join(folder, nameOf(generation));
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    const known = (await listSnapshots(folder)).map((one) => one.generation);
    throw systemErrorCode(error) === 'ENOENT'
      ? snapshotMissing(generation, known)
      : snapshotUnreadable(file, error);
  }
  const decoded = decode(text, file);
  if ('reason' in decoded) throw snapshotDamaged(file, decoded.reason);
  return { generation, file, payload: decoded.payload };
}

/**
 * The newest generation that is good. Damaged ones on the way are kept under another name and never deleted.
 *
 * @throws OpmError SNAPSHOT_NEWER or NO_GOOD_SNAPSHOT (65)
 */
export async function readNewestGood(
  folder: string,
): Promise<{ snapshot: Snapshot; damaged: DamagedSnapshot[] }> {
  const damaged: DamagedSnapshot[] = [];
  for (const { generation, file } of (await listSnapshots(folder)).reverse()) {
    let text: string;
    try {
      text = await fs.readFile(file, 'utf8');
    } catch (error) {
      throw snapshotUnreadable(file, error);
    }
    const decoded = decode(text, file);
    if ('payload' in decoded) return { snapshot: { generation, file, payload: decoded.payload }, damaged };
    damaged.push({ generation, reason: decoded.reason, keptAs: await keepAside(file) });
  }
  throw noGoodSnapshot(
    folder,
    damaged.map(({ generation, reason }) => `generation ${generation}: ${reason}`),
  );
}

function encode({ instances, ...rest }: SnapshotPayload): string {
  const environments: Record<string, string>[] = [];
  const places = new Map<string, number>();
  const stored: StoredPayload = {
    ...rest,
    environments,
    instances: instances.map(({ inheritedEnv, ...instance }) => {
      const key = JSON.stringify(inheritedEnv);
      let environment = places.get(key);
      if (environment === undefined) {
        environment = environments.push(inheritedEnv) - 1;
        places.set(key, environment);
      }
      return { ...instance, environment };
    }),
  };
  const json = JSON.stringify(stored);
  return `${FORMAT} ${SNAPSHOT_VERSION} ${createHash('sha256').update(json).digest('hex')}\n${json}\n`;
}

/** @throws OpmError SNAPSHOT_NEWER (65): not damaged, and not to be moved */
function decode(text: string, file: string): { payload: SnapshotPayload } | { reason: string } {
  if (text === '') return { reason: 'it is empty' };
  const [header = '', json = ''] = text.split('\n', 2);
  const [format, version, checksum] = header.split(' ');
  if (format !== FORMAT || !/^\d+$/.test(version ?? ''))
    return { reason: 'its first line is not that of a snapshot' };
  if (Number(version) > SNAPSHOT_VERSION) throw snapshotNewer(file, Number(version), SNAPSHOT_VERSION);
  if (createHash('sha256').update(json).digest('hex') !== checksum)
    return { reason: 'its checksum is wrong' };
  const { environments, instances, ...rest } = JSON.parse(json) as StoredPayload;
  return {
    payload: {
      ...rest,
      instances: instances.map(({ environment, ...instance }) => ({
        ...instance,
        inheritedEnv: environments[environment] ?? {},
      })),
    },
  };
}

/** Gives the file the next number that was never used, also not by one that is kept as damaged. */
async function linkToNext(folder: string, temporary: string): Promise<{ generation: number; file: string }> {
  for (;;) {
    const used = (await readFolder(folder)).flatMap((name) => {
      const number = NAME.exec(name)?.[1] ?? DAMAGED_NAME.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
    const generation = Math.max(0, ...used) + 1;
    const file = path.join(folder, nameOf(generation));
    try {
      await fs.link(temporary, file);
      return { generation, file };
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function keepAside(file: string): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const aside = `${file}.damaged${attempt === 0 ? '' : `-${attempt}`}`;
    try {
      await fs.link(file, aside);
      await fs.unlink(file);
      faultPoint('snapshot.kept-aside');
      return aside;
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EEXIST') continue;
      // A folder that cannot be written to keeps the file where it is, which is as safe.
      return file;
    }
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  await fs.rm(file, { force: true });
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    faultPoint('snapshot.written');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw snapshotUnreadable(folder, error);
  }
}

function nameOf(generation: number): string {
  return `snapshot-${String(generation).padStart(6, '0')}.json`;
}
