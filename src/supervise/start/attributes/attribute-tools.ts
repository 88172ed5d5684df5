import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { DEFAULT_PATH } from '../environment.ts';

/** Programs that give a process an attribute and then become it, with the package that has them. */
export const ATTRIBUTE_TOOLS = {
  prlimit: 'util-linux',
  choom: 'util-linux',
  setpriv: 'util-linux',
  nice: 'coreutils',
  unshare: 'util-linux',
  mount: 'mount',
} as const;

export type AttributeTool = keyof typeof ATTRIBUTE_TOOLS;

/** Where one is, or `null` where this machine does not have it. */
export type FindTool = (tool: AttributeTool) => Promise<string | null>;

/** The daemon's own `PATH` may come from any caller. NixOS has its programs elsewhere. */
const FOLDERS = [...DEFAULT_PATH.split(':'), '/run/current-system/sw/bin'];
const TIMEOUT_MS = 5000;

const found = new Map<AttributeTool, Promise<string | null>>();

/**
 * Finds a tool. A tool that exists is searched for once, a missing one each time: it may have been installed in the
 * meantime.
 */
export const findTool: FindTool = async (tool) => {
  const known = found.get(tool) ?? search(tool);
  found.set(tool, known);
  const path = await known;
  if (path === null) found.delete(tool);
  return path;
};

async function search(tool: AttributeTool): Promise<string | null> {
  for (const folder of FOLDERS) {
    const path = `${folder}/${tool}`;
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere && (tool !== 'setpriv' || (await isOfUtilLinux(path)))) return path;
  }
  return null;
}

/** The setpriv of BusyBox can change neither user nor groups. */
function isOfUtilLinux(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(path, ['--version'], { timeout: TIMEOUT_MS, env: {} }, (_, stdout) => {
      resolve(stdout.includes('util-linux'));
    });
  });
}
