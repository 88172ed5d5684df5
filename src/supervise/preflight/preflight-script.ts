import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { INTERPRETERS, scriptIndexOf } from '../../config/instance/interpreter.ts';
import { systemErrorCode } from '../../errors.ts';
import type { Obstacle } from './preflight-errors.ts';

/** Why an interpreter will not find the script that it is given, or `null`: the command alone does not tell. */
export async function findScriptObstacle(argv: readonly string[], cwd: string): Promise<Obstacle | null> {
  const script = argv[scriptIndexOf(argv)];
  if (script === undefined || !(extname(script).toLowerCase() in INTERPRETERS)) return null;
  const file = resolve(cwd, script);
  try {
    await stat(file);
    return null;
  } catch (error) {
    const code = systemErrorCode(error);
    // Whatever else is in the way may not be in the app's way.
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return null;
    return { code: 'COMMAND_UNUSABLE', message: `the script "${file}" does not exist`, cause: error };
  }
}
