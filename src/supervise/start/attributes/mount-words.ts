import { existsSync } from 'node:fs';
import type { InstanceSpec } from '../../../config/instance/instance-spec.ts';
import type { Obstacle } from '../../preflight/preflight-errors.ts';
import type { OwnRights } from '../own-rights.ts';
import { cannotGive, notPermitted } from './attribute-obstacle.ts';
import type { FindTool } from './attribute-tools.ts';

/**
 * Runs in a mount namespace of its own. Read-only paths first, with every mount below them: `ro=recursive` takes
 * util-linux 2.39, and older ones ignore it. Spaces in mountinfo are written as octal numbers.
 */
const SCRIPT = `set -e
mount=$1 private=$2 count=$3
shift 3
while [ "$count" -gt 0 ]; do
  "$mount" --rbind "$1" "$1"
  while read -r _ _ _ _ point options _; do
    point=$(printf '%b' "$point")
    case $point in
      "$1" | "\${1%/}"/*) "$mount" -o "remount,bind,$options,ro" "$point" ;;
    esac
  done </proc/self/mountinfo
  shift
  count=$((count - 1))
done
if [ "$private" = 1 ]; then
  for folder in /tmp /var/tmp; do "$mount" -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$folder"; done
fi
exec "$@"`;

/** The words that give a process its view of the file system; empty if it has the daemon's. */
export async function mountWords(options: {
  spec: Pick<InstanceSpec, 'privateTmp' | 'readOnlyPaths'> & { cwd?: string };
  rights: OwnRights;
  findTool: FindTool;
  platform: NodeJS.Platform;
}): Promise<string[] | Obstacle> {
  const { spec, rights, findTool, platform } = options;
  const { privateTmp = false, readOnlyPaths = [], cwd } = spec;
  if (!privateTmp && readOnlyPaths.length === 0) return [];
  const key = privateTmp ? 'privateTmp' : 'readOnlyPaths';
  if (platform !== 'linux') return cannotGive(`"${key}" can be set on Linux only`);
  if (!rights.can('sys_admin')) return notPermitted(`"${key}" mounts something`, 'sys_admin');
  if (privateTmp && cwd !== undefined && /^\/(var\/)?tmp(\/|$)/.test(cwd)) {
    return cannotGive(`"privateTmp" hides its own folder, ${cwd}: move it out of there`);
  }
  const missing = readOnlyPaths.find((path) => !existsSync(path));
  if (missing !== undefined) return cannotGive(`"readOnlyPaths" has ${missing}, which does not exist`);
  const [unshare, mount] = [await findTool('unshare'), await findTool('mount')];
  if (unshare === null || mount === null) {
    return cannotGive(
      `"${key}" takes unshare and mount, which this machine does not have: install util-linux and mount`,
    );
  }
  const own = [unshare, '--mount', '--propagation', 'slave', '--', '/bin/sh', '-c', SCRIPT, 'opm'];
  return [...own, mount, privateTmp ? '1' : '0', String(readOnlyPaths.length), ...readOnlyPaths];
}
