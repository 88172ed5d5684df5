import { EXIT, OpmError } from '../../errors.ts';
import { describeShortage } from '../journal-errors.ts';

/** A new generation cannot be written. The older ones are as they were. */
export function snapshotUnwritable(folder: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'SNAPSHOT_UNWRITABLE',
    exitCode: EXIT.failed,
    message: `Cannot write a snapshot to "${folder}": ${describeShortage(cause)}. The saved generations are intact`,
    cause,
  });
}

export function snapshotUnreadable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'SNAPSHOT_UNREADABLE',
    exitCode: EXIT.failed,
    message: `Cannot read "${file}": ${describeShortage(cause)}`,
    cause,
  });
}

/** `--generation` names one that does not exist. */
export function snapshotMissing(generation: number, known: number[]): OpmError {
  const list = known.length === 0 ? 'Nothing has been saved yet' : `Available: ${known.join(', ')}`;
  return new OpmError({
    code: 'SNAPSHOT_MISSING',
    exitCode: EXIT.failed,
    message: `The snapshot has no generation ${generation}. ${list}`,
  });
}

/** The requested generation is not what was written. */
export function snapshotDamaged(file: string, reason: string): OpmError {
  return new OpmError({
    code: 'SNAPSHOT_DAMAGED',
    exitCode: EXIT.badData,
    message: `The snapshot "${file}" is damaged: ${reason}. Nothing was started. List the other generations with: opm save --list`,
  });
}

/** Written by a newer OPM. It is left as it is. */
export function snapshotNewer(file: string, version: number, known: number): OpmError {
  return new OpmError({
    code: 'SNAPSHOT_NEWER',
    exitCode: EXIT.badData,
    message: `The snapshot "${file}" has format version ${version}; this OPM knows versions up to ${known}. Use the newer OPM that wrote it`,
  });
}

/** There is no generation at all. */
export function nothingSaved(folder: string): OpmError {
  return new OpmError({
    code: 'NOTHING_SAVED',
    exitCode: EXIT.failed,
    message: `Nothing has been saved in "${folder}" yet. Save the current apps with: opm save`,
  });
}

/** Every generation is damaged. All of them are kept. */
export function noGoodSnapshot(folder: string, damaged: string[]): OpmError {
  return new OpmError({
    code: 'NO_GOOD_SNAPSHOT',
    exitCode: EXIT.badData,
    message: `No generation of the snapshot in "${folder}" is intact, so nothing was started (${damaged.join('; ')}). The files were kept`,
  });
}
