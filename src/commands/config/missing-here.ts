import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { findCommand } from '../../supervise/preflight/preflight-command.ts';
import { findCwdObstacle } from '../../supervise/preflight/preflight-folder.ts';
import { findScriptObstacle } from '../../supervise/preflight/preflight-script.ts';
import { searchPathOf } from '../../supervise/start/environment.ts';

/**
 * What the apps of a config need and this machine does not have: one sentence for each app. The file is good all the
 * same, as it may be for another machine.
 *
 * @param env the caller's variables, which apps inherit
 */
export async function missingHere(
  instances: readonly InstanceSpec[],
  env: Record<string, string>,
): Promise<string[]> {
  const sentences: string[] = [];
  for (const spec of instances) {
    if (spec.instance !== 0) continue;
    const missing = await missingFor(spec, searchPathOf(spec, env, {}));
    if (missing !== null) sentences.push(`"${spec.name}" would not start on this machine: ${missing}`);
  }
  return sentences;
}

async function missingFor(spec: InstanceSpec, searchPath: string): Promise<string | null> {
  const { argv, cwd } = spec;
  const folder = await findCwdObstacle(cwd);
  if (folder !== null) return folder.message;
  const found = await findCommand({ command: argv[0]!, cwd, searchPath });
  if ('obstacle' in found) return found.obstacle.message;
  return (await findScriptObstacle(argv, cwd))?.message ?? null;
}
