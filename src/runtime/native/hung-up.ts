import { tmpdir } from 'node:os';
import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { openLibC } from './library/libc.ts';

const POLLERR = 0x0008;
const POLLHUP = 0x0010;
/** The other end of a socket is closed. */
const POLLRDHUP = 0x2000;

/**
 * Whether the other end of a pipe or a socket is closed, without writing to it: no stream of a runtime and no file in
 * `/proc` shows that. `null`: it cannot be determined here.
 */
export function hangUpCheck(descriptor: number): (() => boolean) | null {
  if (process.platform !== 'linux') return null;
  try {
    const libc = openLibC(loadKoffi([tmpdir()]).koffi);
    const poll = libc.bind<(entries: Buffer, count: number, timeoutMs: number) => number>(
      'int poll(uint8_t *entries, unsigned long count, int timeout)',
    );
    const entry = Buffer.alloc(8);
    const view = new DataView(entry.buffer, entry.byteOffset);
    const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
    view.setInt32(0, descriptor, isLittle);
    view.setInt16(4, POLLRDHUP, isLittle);
    return () => {
      view.setInt16(6, 0, isLittle);
      return poll(entry, 1, 0) > 0 && (view.getInt16(6, isLittle) & (POLLERR | POLLHUP | POLLRDHUP)) !== 0;
    };
  } catch (error) {
    if (error instanceof NoNativeCalls) return null;
    throw error;
  }
}
