import { stat } from 'node:fs/promises';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { systemErrorCode } from '../../errors.ts';
import type { Obstacle } from './preflight-errors.ts';

/** A path that an app is to watch and that does not exist, or `null`. */
export async function findWatchObstacle({ watch }: InstanceSpec): Promise<Obstacle | null> {
  for (const path of watch?.paths ?? []) {
    try {
      await stat(path);
    } catch (error) {
      const code = systemErrorCode(error);
      const problem = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read (${code})`;
      const message = `"${path}", which it is to watch, ${problem}: create it, or change "watch"`;
      return { code: 'WATCH_UNUSABLE', message, cause: error };
    }
  }
  return null;
}
