import type { CommandInput } from '../../cli/command.ts';
import { logUnreadable } from '../../cli/command-errors.ts';
import { followFiles } from '../../client/logs/follow-files.ts';
import { FollowedFile } from '../../client/logs/followed-file.ts';
import type { LogSource } from '../../client/logs/log-source.ts';
import { withMoved } from '../../client/logs/moved-logs.ts';
import { EXIT, type ExitCode, OpmError, systemErrorCode } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { logLineWriter } from '../../report/log-line.ts';
import { watchReader } from '../../report/terminal/reader-gone.ts';
import { findLogSources } from './find-sources.ts';

const DEFAULT_LINES = 15;

/** `opm logs`: shows the last lines of log files, and follows them with `-f`. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options, terminal } = input;
  const found = await findLogSources(input, chosenStreams(input));
  const sources = withMoved(found.sources, found.moved);
  const write = logLineWriter(terminal.out, sources, { json: options.flag('json') });
  const accepts = filterOf(options.text('filter'));
  const onLine = (line: Buffer, source: LogSource): void => {
    if (accepts(line)) write(line, source);
  };
  const onChunk = () => terminal.out.flushed();
  const onProblem = (problem: string) => terminal.err.write(`warning: ${printable(problem)}\n`);

  const stop = new AbortController();
  let code: ExitCode = EXIT.ok;
  const stopListening = input.onInterrupt((signal) => {
    code = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    stop.abort();
  });
  const follow = options.flag('follow');
  const until = AbortSignal.any([stop.signal, terminal.closed]);
  const open: FollowedFile[] = [];
  const endWatch = follow ? await watchReader(() => stop.abort()) : () => {};
  try {
    for (const source of sources) {
      if (until.aborted) break;
      const file = new FollowedFile({ source, onLine, onChunk, onProblem });
      open.push(file);
      await file.begin(options.integer('lines') ?? DEFAULT_LINES, accepts);
      await onChunk();
      if (!follow) await closeLast(open);
    }
    if (open.length > 0 && follow) await followFiles(open, until);
  } catch (error) {
    throw error instanceof OpmError || systemErrorCode(error) === undefined ? error : logUnreadable(error);
  } finally {
    stopListening();
    endWatch();
    for (const file of open) await file.close();
  }
  return code;
}

function chosenStreams({ options }: CommandInput): { out: boolean; err: boolean } {
  const out = options.flag('out');
  const err = options.flag('err');
  return out === err ? { out: true, err: true } : { out, err };
}

async function closeLast(open: FollowedFile[]): Promise<void> {
  await open.pop()?.close();
}

/** Compares bytes, so that a line that is not valid UTF-8 can be found too. */
function filterOf(text: string | null): (line: Buffer) => boolean {
  if (text === null) return () => true;
  const wanted = Buffer.from(text);
  return (line) => line.includes(wanted);
}
