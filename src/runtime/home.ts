import { chmodSync, constants, mkdirSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { OpmError, systemErrorCode } from '../errors.ts';
import { homeNotAFolder, homeReadOnly, homeUnknown, homeUnusable, socketPathTooLong } from './home-errors.ts';
import { refuseHomeInReach, refuseHomeOfOther, refuseToClose } from './home-trust.ts';
import { checkAccess } from './quirks/check-access.ts';

/** Where things are in a home. All absolute. */
export interface HomePaths {
  home: string;
  ledger: string;
  lock: string;
  /** What the daemon signs the tokens of processes with. */
  secret: string;
  /** A symbolic link to the real socket of the running daemon, `opm-<8 hex>.sock` beside it. */
  socket: string;
  /** Folder of the apps' log files, unless they set their own. */
  logs: string;
  snapshots: string;
  daemonLog: string;
  /** Folder for what plugins keep between runs. */
  pluginState: string;
  /** Folder of the gateway: tokens, links, and who serves. */
  gateway: string;
}

/**
 * The state folder as an absolute path: `$OPM_HOME`, or else `~/.opm`.
 *
 * @throws OpmError `HOME_UNKNOWN` (exit 1) when neither is known
 */
export function resolveHome(env: Record<string, string | undefined>): string {
  if (env.OPM_HOME) return resolve(env.OPM_HOME);
  if (env.HOME) return resolve(env.HOME, '.opm');
  try {
    return resolve(homedir(), '.opm');
  } catch (error) {
    throw homeUnknown(error);
  }
}

export function homePaths(home: string): HomePaths {
  return {
    home,
    ledger: join(home, 'ledger.jsonl'),
    lock: join(home, 'ledger.lock'),
    secret: join(home, 'ledger.key'),
    socket: join(home, 'opm.sock'),
    logs: join(home, 'logs'),
    snapshots: join(home, 'snapshots'),
    daemonLog: join(home, 'daemon.log'),
    pluginState: join(home, 'plugin-state'),
    gateway: join(home, 'gateway'),
  };
}

/**
 * Creates the home if it is missing, and makes sure that OPM can work in it and nobody else can look into it: a home
 * of ours that others may enter is closed to them (0700). A folder that holds something else, and is not a home, is
 * never closed by a wrong `OPM_HOME`.
 *
 * @throws OpmError (exit 1) with the path and the remedy: not a folder, owned by someone else, in reach of someone
 * else, on a read-only disk, too long for a socket, not writable
 */
export function prepareHome(home: string): void {
  checkSocketPath(home);
  refuseHomeInReach(home);
  const stats = folderOf(home);
  refuseHomeOfOther(home, stats);
  try {
    const mode = stats.mode & 0o7700;
    if ((stats.mode & 0o7777) !== mode) refuseToClose(home, stats);
    // Done even if it changes nothing: Deno's `access` does not notice that a disk is read-only.
    chmodSync(home, mode);
    checkAccess(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(home, error);
  }
}

function folderOf(home: string): Stats {
  try {
    const found = statSync(home, { throwIfNoEntry: false });
    if (found === undefined) makeFolder(home);
    const stats = found ?? statSync(home);
    if (!stats.isDirectory()) throw homeNotAFolder(home);
    return stats;
  } catch (error) {
    throw unusable(home, error);
  }
}

/** Not `mkdir` with `recursive`: on a read-only disk, Node 20 then reports that the folder does not exist. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    switch (systemErrorCode(error)) {
      case 'EEXIST':
        return; // Another command was faster.
      case 'ENOENT':
        if (dirname(path) === path) throw error;
        makeFolder(dirname(path));
        mkdirSync(path, { mode: 0o700, recursive: true });
        return;
      default:
        throw error;
    }
  }
}

function unusable(home: string, error: unknown): unknown {
  if (error instanceof OpmError) return error;
  switch (systemErrorCode(error)) {
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT': // A dangling symbolic link.
      return homeNotAFolder(home, error);
    case 'EROFS':
      return homeReadOnly(home, error);
    default:
      return homeUnusable(home, error);
  }
}

/** `sun_path` has 108 bytes on Linux and 104 on macOS, including the closing NUL. */
function checkSocketPath(home: string): void {
  const limitBytes = (process.platform === 'darwin' ? 104 : 108) - 1;
  const bytes = Buffer.byteLength(join(home, 'opm-00000000.sock'));
  if (bytes > limitBytes) throw socketPathTooLong(home, bytes, limitBytes);
}
