import { writeSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { resultWriteOf } from '../../runtime/guest-guards.ts';

/** Something to write to. */
export interface Channel {
  write(text: string | Uint8Array): void;
  /** Resolves when everything written so far has left this process, or can no longer leave it. */
  flushed(): Promise<void>;
  /** Why writing failed, other than because there is no reader; `null` if it did not. */
  failure(): Error | null;
}

/** The part of `process.stdout` that is used. */
export interface WritableStream {
  write(text: string | Uint8Array): boolean;
  write(text: string | Uint8Array, written: () => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Writes to a descriptor, without a stream for as long as that works: files, pipes and sockets take everything at
 * once or make the program wait, as `process.stdout` does. A descriptor that must not block (someone else has made it
 * non-blocking) is left to the stream from then on.
 */
export function channelOf(options: {
  fd: 1 | 2;
  stream: () => WritableStream;
  throughStream: boolean;
  onClosed: () => void;
}): Channel {
  const { fd, onClosed } = options;
  let stream: WritableStream | null = null;
  let open = true;
  let failure: Error | null = null;
  let markBroken = (): void => {};
  const broken = new Promise<void>((resolve) => {
    markBroken = resolve;
  });
  const fail = (error: Error): void => {
    open = false;
    if (systemErrorCode(error) !== 'EPIPE') failure ??= error;
    onClosed();
    markBroken();
  };
  const useStream = (): WritableStream => {
    if (stream === null) {
      stream = options.stream();
      stream.on('error', fail);
    }
    return stream;
  };
  const send = (to: WritableStream, text: string | Uint8Array, written: () => void = () => {}): boolean =>
    (resultWriteOf(to) ?? to.write.bind(to))(text, written);
  const writeDirectly = (bytes: Uint8Array): void => {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(fd, bytes, written);
    } catch (error) {
      if (systemErrorCode(error) === 'EAGAIN') send(useStream(), bytes.subarray(written));
      else fail(error as Error);
    }
  };
  if (options.throughStream) useStream();
  return {
    write: (text) => {
      if (!open || text.length === 0) return;
      if (stream !== null) send(stream, text);
      else writeDirectly(typeof text === 'string' ? Buffer.from(text) : text);
    },
    flushed: () => {
      if (!open || stream === null) return Promise.resolve();
      const current = stream;
      // On some runtimes the callback of a write to a broken pipe never comes.
      return Promise.race([new Promise<void>((resolve) => send(current, '', () => resolve())), broken]);
    },
    failure: () => failure,
  };
}
