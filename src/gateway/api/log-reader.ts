import { followFiles } from '../../client/logs/follow-files.ts';
import { FollowedFile, type LogPosition } from '../../client/logs/followed-file.ts';
import type { LogSource } from '../../client/logs/log-source.ts';

/** One line of a log and its origin. */
export interface LogLine {
  id: number | null;
  name: string;
  instance: number;
  stream: 'out' | 'err' | 'both';
  line: string;
}

/** With more files than this, a position would be longer than the lines it belongs to. */
const MOST_POSITIONS = 16;

/** Reads log files from their end, and resumes at a given position. */
export class LogReader {
  readonly #files: FollowedFile[];
  readonly #lines: number;
  readonly #accepts: (line: Buffer) => boolean;
  #batch: LogLine[] = [];
  #onChunk: () => Promise<void> = async () => {};

  constructor(options: { sources: LogSource[]; lines: number; search: string | undefined }) {
    const { sources, lines, search } = options;
    this.#lines = lines;
    const wanted = Buffer.from(search ?? '');
    this.#accepts = (line) => line.includes(wanted);
    this.#files = sources.map(
      (source) =>
        new FollowedFile({
          source,
          onLine: (line) => {
            const { path: _, ...origin } = source;
            if (this.#accepts(line)) this.#batch.push({ ...origin, line: line.toString() });
          },
          onChunk: () => this.#onChunk(),
        }),
    );
  }

  /** Passes on the last lines of each file. */
  async last(onLines: (batch: LogLine[]) => void): Promise<void> {
    for (const file of this.#files) {
      try {
        await file.begin(this.#lines, this.#accepts);
      } finally {
        await file.close();
      }
      onLines(this.#taken());
    }
  }

  /**
   * Passes on the last lines of each file, or those after a position, and then new lines, until `until` aborts.
   *
   * @param after the last position passed to `onLines`; anything else is ignored
   */
  async follow(
    after: string | undefined,
    until: AbortSignal,
    onLines: (batch: LogLine[], position: string | null) => Promise<void>,
  ): Promise<void> {
    const positions = parsePositions(after, this.#files.length);
    this.#onChunk = async () => {
      const batch = this.#taken();
      if (batch.length > 0 && !until.aborted) await onLines(batch, this.#position());
    };
    try {
      for (const [index, file] of this.#files.entries()) {
        const position = positions?.[index];
        if (position != null) await file.resume(position);
        else await file.begin(positions === null ? this.#lines : 0, this.#accepts);
        await this.#onChunk();
      }
      await followFiles(this.#files, until);
    } finally {
      for (const file of this.#files) await file.close();
    }
  }

  #taken(): LogLine[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  /** `<inode>.<offset>` of each file, in base 36; `-` for a missing one. */
  #position(): string | null {
    if (this.#files.length > MOST_POSITIONS) return null;
    return this.#files
      .map(({ position }) =>
        position === null ? '-' : `${position.inode.toString(36)}.${position.offset.toString(36)}`,
      )
      .join(',');
  }
}

/** `null` if this is not a position for so many files. */
function parsePositions(text: string | undefined, count: number): (LogPosition | null)[] | null {
  if (text === undefined) return null;
  const parts = text.split(',');
  if (parts.length !== count) return null;
  const positions: (LogPosition | null)[] = [];
  for (const part of parts) {
    const match = /^([0-9a-z]{1,12})\.([0-9a-z]{1,10})$/.exec(part);
    if (part !== '-' && match === null) return null;
    positions.push(
      match === null
        ? null
        : { inode: Number.parseInt(match[1]!, 36), offset: Number.parseInt(match[2]!, 36) },
    );
  }
  return positions;
}
