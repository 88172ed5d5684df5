import fs from 'node:fs';
import { openLog } from '../runtime/files/open-log.ts';
import { openLogFor } from '../runtime/files/open-log-for.ts';
import { openOwnOutput, ownOutput } from '../runtime/files/own-output.ts';
import type { SpawnRequest } from './spawn-protocol.ts';
import type { LogDescriptors } from './start-process.ts';

const APPEND = fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT;
const LAST_OF_STANDARD = 2;

/**
 * Opens what a process is to write to.
 *
 * @throws the system's error, or `UnsafeLog`; then nothing is left open
 */
export function openLogs({
  out,
  err,
  logOwner,
}: Pick<SpawnRequest, 'out' | 'err' | 'logOwner'>): LogDescriptors {
  const openOne = (path: string) => {
    const own = ownOutput(path);
    if (own !== null) return openOwnOutput(own, { forOthers: logOwner !== null });
    return logOwner === null ? openLog(path, APPEND) : openLogFor(logOwner, path, APPEND);
  };
  const outFd = openOne(out);
  if (err === out) return { out: outFd, err: outFd };
  try {
    return { out: outFd, err: openOne(err) };
  } catch (error) {
    close(outFd);
    throw error;
  }
}

/** Closes them in this process, except its own outputs. */
export function closeLogs({ out, err }: LogDescriptors): void {
  close(out);
  if (err !== out) close(err);
}

function close(descriptor: number): void {
  if (descriptor > LAST_OF_STANDARD) fs.closeSync(descriptor);
}
