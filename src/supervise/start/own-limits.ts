import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { OwnProcess } from '../../runtime/native/process/own-process.ts';
import { findTool } from './attributes/attribute-tools.ts';

/** Open files of an app that does not say otherwise, unless the hard limit is lower. As in `opm startup`'s units. */
const OPEN_FILES = 65_536n;

/**
 * Gives the daemon the limits that apps are promised, since they inherit them: its caller may have had others, and
 * runtimes raise the soft limit of open files to the hard one. Core dumps are off, since its memory holds the
 * environments of all apps. The hard limits stay: up to them, apps may raise theirs.
 */
export async function setOwnLimits(own: OwnProcess | null): Promise<void> {
  try {
    if (own === null) return await setByTool();
    const { hard: files } = own.limit('nofile');
    if (files >= OPEN_FILES || !raised(own)) {
      own.setLimit('nofile', { soft: files < OPEN_FILES ? files : OPEN_FILES, hard: files });
    }
    own.setLimit('core', { soft: 0n, hard: own.limit('core').hard });
  } catch {
    // If the system refuses, the daemon stays as it is.
  }
}

/** Root may have more than it was started with. */
function raised(own: OwnProcess): boolean {
  try {
    own.setLimit('nofile', { soft: OPEN_FILES, hard: OPEN_FILES });
    return true;
  } catch {
    return false;
  }
}

/** Where no native calls can be made. */
async function setByTool(): Promise<void> {
  const prlimit = process.platform === 'linux' ? await findTool('prlimit') : null;
  if (prlimit === null) return;
  const files = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
  const hard = files === undefined || files === 'unlimited' ? OPEN_FILES : BigInt(files);
  const soft = hard < OPEN_FILES ? hard : OPEN_FILES;
  execFileSync(prlimit, ['--pid', String(process.pid), `--nofile=${soft}:`, '--core=0:'], {
    stdio: 'ignore',
  });
}
