import { constants, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { checkAccess } from '../../runtime/quirks/check-access.ts';
import type { Obstacle } from './preflight-errors.ts';

/** Why `cwd` cannot be the working directory of a process of ours, or `null`. */
export async function findCwdObstacle(cwd: string): Promise<Obstacle | null> {
  try {
    if (!(await stat(cwd)).isDirectory())
      return cwdObstacle(`"${cwd}", its working directory, is not a folder`);
    checkAccess(cwd, constants.X_OK);
    return null;
  } catch (error) {
    return cwdObstacle(whyUnusable(cwd, error), error);
  }
}

function cwdObstacle(message: string, cause?: unknown): Obstacle {
  return { code: 'CWD_UNUSABLE', message, cause };
}

function whyUnusable(folder: string, error: unknown): string {
  switch (systemErrorCode(error)) {
    case 'ENOENT':
      return `the folder "${folder}" does not exist`;
    case 'ENOTDIR':
      return `the folder "${folder}" does not exist: part of its path is a file`;
    case 'EACCES':
      return `the folder "${folder}" may not be entered by the user that OPM runs as`;
    default:
      return `the folder "${folder}" cannot be used (${systemErrorCode(error) ?? messageOf(error)})`;
  }
}

/**
 * Creates the folder of a log file if it is missing, closed to others, and checks that files can be created in it.
 *
 * @param options.make without it the folder is not created, only whether it could be is checked
 */
export async function findLogFolderObstacle(
  folder: string,
  options: { make: boolean } = { make: true },
): Promise<Obstacle | null> {
  try {
    if (options.make) await mkdir(folder, { recursive: true, mode: 0o700 });
    const place = options.make ? folder : await nearestPlace(folder);
    checkAccess(place, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = systemErrorCode(error);
    const why =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'part of its path is a file'
        : code === 'EACCES' || code === 'EPERM'
          ? 'the user that OPM runs as may not write there'
          : code === 'EROFS'
            ? 'the file system is read-only'
            : code === 'ENOSPC'
              ? 'the disk is full'
              : (code ?? messageOf(error));
    return {
      code: 'LOG_UNUSABLE',
      message: `the log folder "${folder}" cannot be used: ${why}`,
      cause: error,
    };
  }
}

/** The folder itself, or the one in which the first missing part of its path would be made. */
async function nearestPlace(folder: string): Promise<string> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      if ((await stat(place)).isDirectory()) return place;
      throw Object.assign(new Error(`${place} is not a folder`), { code: 'ENOTDIR' });
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT' || dirname(place) === place) throw error;
    }
  }
}

/**
 * Why a log file cannot be written to; `null` when it can, and `'missing'` when it will have to be made.
 * Synchronous: a turn through the thread pool for each of some thousand files costs more than the call.
 */
export function findLogFileObstacle(file: string): Obstacle | 'missing' | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return 'missing';
    // Opening a named pipe would hang until somebody reads it.
    if (!found.isFile() && !found.isCharacterDevice()) {
      const instead = file.startsWith('/proc/')
        ? ". The daemon's own output is /dev/stdout or /dev/stderr"
        : '';
      return { code: 'LOG_UNUSABLE', message: `its log "${file}" is not a regular file${instead}` };
    }
    checkAccess(file, constants.W_OK);
    return null;
  } catch (error) {
    const code = systemErrorCode(error);
    // A problem with the folder is for the folder's own check to report.
    if (code === 'ENOTDIR') return 'missing';
    const message = `its log "${file}" cannot be written (${code ?? messageOf(error)})`;
    return { code: 'LOG_UNUSABLE', message, cause: error };
  }
}
