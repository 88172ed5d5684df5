import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { withFileEnv } from '../../config/keys/env-keys.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';

/** Far more than anybody writes: the daemon must not read whatever a path may lead to by now. */
const LARGEST_BYTES = 1024 * 1024;

/** The spec with what its env files say now, or why they cannot be used. */
export async function specWithFiles(spec: InstanceSpec): Promise<InstanceSpec | string> {
  const { envFiles, user } = spec;
  if (envFiles === undefined) return spec;
  for (const path of envFiles.paths) {
    const found = await stat(path).catch(() => null);
    // Opening a named pipe would block. A missing file is reported when it is read.
    if (found !== null && !found.isFile()) return `${path} cannot be used: it is not a regular file`;
    if (found !== null && found.size > LARGEST_BYTES)
      return `${path} cannot be used: it is larger than 1 MiB`;
  }
  const { readEnvFiles } = await import('../../config/env-files/read-env-files.ts');
  const { byApp, problems } = readEnvFiles([{ envFile: envFiles.paths, user }], '/');
  return problems[0]?.message ?? withFileEnv(spec, byApp[0] ?? {});
}

/** For each instance whose env files have changed since, how to apply the change, by id. */
export async function outdatedFiles(instances: readonly LedgerInstance[]): Promise<Map<number, string>> {
  const notes = new Map<number, string>();
  for (const { id, spec } of instances) {
    const now = await specWithFiles(spec);
    if (typeof now === 'string' || isDeepStrictEqual(now.env, spec.env)) continue;
    notes.set(id, 'its env file has changed since: --update-env reads it again');
  }
  return notes;
}
