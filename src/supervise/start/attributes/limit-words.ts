import type { InstanceSpec } from '../../../config/instance/instance-spec.ts';
import { RESOURCES } from '../../../config/keys/limits-keys.ts';
import type { Obstacle } from '../../preflight/preflight-errors.ts';
import type { OwnRights } from '../own-rights.ts';
import { cannotGive, notPermitted } from './attribute-obstacle.ts';
import { ATTRIBUTE_TOOLS, type AttributeTool, type FindTool } from './attribute-tools.ts';

type Limits = NonNullable<InstanceSpec['limits']>;

/** The words in front of a command that set its limits, its priority and its oom score. */
export async function limitWords(options: {
  limits: Limits;
  rights: OwnRights;
  findTool: FindTool;
}): Promise<string[] | Obstacle> {
  const { limits, rights, findTool } = options;
  const obstacle = findLimitObstacle(limits, rights);
  if (obstacle !== null) return obstacle;
  const words: string[] = [];
  const resources = RESOURCES.filter((name) => limits[name] !== undefined);
  const { nice, oomScore } = limits;
  const uses: [AttributeTool, string, string[]][] = [
    ...(oomScore === undefined ? [] : [use('choom', 'oomScore', '-n', String(oomScore), '--')]),
    ...(resources.length === 0
      ? []
      : [use('prlimit', resources[0]!, ...resources.map((name) => `--${name}=${limits[name]}`), '--')]),
    // It counts from what it is started with.
    ...(nice === undefined || nice === rights.nice
      ? []
      : [use('nice', 'nice', '-n', String(nice - rights.nice))]),
  ];
  for (const [tool, key, args] of uses) {
    const path = await findTool(tool);
    if (path === null) {
      return cannotGive(
        `limits.${key} is set by ${tool}, which this machine does not have: install ${ATTRIBUTE_TOOLS[tool]}`,
      );
    }
    words.push(path, ...args);
  }
  return words;
}

function use(tool: AttributeTool, key: string, ...args: string[]): [AttributeTool, string, string[]] {
  return [tool, key, args];
}

/** `nice` for one says nothing when it is refused, and starts the command all the same. */
function findLimitObstacle(limits: Limits, rights: OwnRights): Obstacle | null {
  for (const name of RESOURCES) {
    const wanted = limits[name]?.split(':')[1];
    const most = rights.hardLimits[name];
    if (wanted === undefined || most === undefined || isWithin(wanted, most)) continue;
    if (rights.can('sys_resource')) continue;
    return notPermitted(
      `limits.${name} ${wanted} is above ${most}, the hard limit of the daemon`,
      'sys_resource',
    );
  }
  const { nice, oomScore } = limits;
  if (nice !== undefined && nice < rights.nice && !rights.can('sys_nice')) {
    return notPermitted(`limits.nice ${nice} is below the daemon's ${rights.nice}`, 'sys_nice');
  }
  if (oomScore !== undefined && oomScore < rights.oomScore && !rights.can('sys_resource')) {
    return notPermitted(
      `limits.oomScore ${oomScore} is below the daemon's ${rights.oomScore}`,
      'sys_resource',
    );
  }
  return null;
}

function isWithin(wanted: string, most: string): boolean {
  return most === 'unlimited' || (wanted !== 'unlimited' && Number(wanted) <= Number(most));
}
