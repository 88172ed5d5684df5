import { messageOf } from '../../errors.ts';
import { readGeneration } from '../../logs/log-generations.ts';
import { lineSplitter } from './line-splitter.ts';

/**
 * The last lines of files that `accepts` lets through, oldest first. Reads the newest file first, and no more files
 * than it takes.
 *
 * @param paths generations of a log, oldest first
 * @param onProblem called for a file that cannot be read to its end; what can be read of it counts
 */
export async function olderLines(
  paths: readonly string[],
  count: number,
  accepts: (line: Buffer) => boolean,
  onProblem: (problem: string) => void,
): Promise<Buffer[]> {
  let found: Buffer[] = [];
  for (const path of [...paths].reverse()) {
    if (found.length >= count) break;
    found = [...(await lastOf(path, count - found.length, accepts, onProblem)), ...found];
  }
  return found;
}

async function lastOf(
  path: string,
  count: number,
  accepts: (line: Buffer) => boolean,
  onProblem: (problem: string) => void,
): Promise<Buffer[]> {
  const splitter = lineSplitter();
  let lines: Buffer[] = [];
  const keep = (more: Buffer[]): void => {
    for (const line of more) if (accepts(line)) lines.push(Buffer.from(line));
    if (lines.length > 2 * count) lines = lines.slice(-count);
  };
  try {
    for await (const chunk of readGeneration(path)) keep(splitter.push(chunk as Buffer));
  } catch (error) {
    onProblem(`"${path}" cannot be read to its end (${messageOf(error)}): older lines may be missing`);
  }
  const rest = splitter.end();
  if (rest !== null) keep([rest]);
  return lines.slice(-count);
}
