import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { generationsOf } from '../../src/logs/log-generations.ts';
import { readRotationState } from '../../src/logs/rotation-state.ts';

/** All that was ever written to a log, put together by hand from its generations and what is left of it. */
export function wholeLog(path: string): string {
  const state = readRotationState(path);
  const parts = generationsOf(path).map(({ path }) => {
    const content = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(content) : content;
  });
  const live = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  return Buffer.concat([
    ...parts,
    state?.head ?? Buffer.alloc(0),
    live.subarray(state?.hole ?? 0),
  ]).toString();
}

/** Names of hidden files that a rotation left beside a log, without its state. */
export function leftBeside(path: string, names: readonly string[]): string[] {
  return names.filter(
    (name) => name.startsWith('.') && join(dirname(path), name) !== `${dirname(path)}/.a.log.rotation`,
  );
}
