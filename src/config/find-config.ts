import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../errors.ts';
import { configAmbiguous, configUnreadable, readFailure } from './config-errors.ts';

const OWN = ['json', 'jsonc', 'yaml', 'yml', 'toml', 'js', 'mjs', 'ts'].map(
  (extension) => `opm.config.${extension}`,
);
const PM2 = ['js', 'cjs', 'mjs', 'json', 'yaml', 'yml', 'ts'].map(
  (extension) => `ecosystem.config.${extension}`,
);

/**
 * The config file of a folder: `opm.config.*`, or else `ecosystem.config.*`, as an absolute path when `folder` is
 * one; `null` when it has none.
 *
 * @throws `CONFIG_AMBIGUOUS` when several files have an equal claim, `CONFIG_UNREADABLE` for an unreadable folder
 */
export async function findConfig(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw configUnreadable(folder, readFailure(cause, systemErrorCode(cause)), cause);
  });
  for (const candidates of [OWN, PM2]) {
    const found = candidates.filter((name) => names.includes(name));
    if (found.length > 1) throw configAmbiguous(folder, found);
    if (found[0] !== undefined) return join(folder, found[0]);
  }
  return null;
}
