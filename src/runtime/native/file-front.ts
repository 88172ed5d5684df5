import { tmpdir } from 'node:os';
import { systemErrorCode } from '../../errors.ts';
import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { type LibC, openLibC } from './library/libc.ts';

/** From linux/falloc.h. */
const KEEP_SIZE = 1;
const PUNCH_HOLE = 2;
const COLLAPSE_RANGE = 8;
/** From unistd.h. */
const SEEK_DATA = 3;
/** From sys/file.h. */
const LOCK_EX = 2;
const LOCK_NB = 4;

/** What a file system may refuse: it does not know the call, or wants other block sizes. */
const REFUSED = new Set(['EOPNOTSUPP', 'ENOTSUP', 'ENOSYS', 'EINVAL']);

/** Takes bytes out of the front of a file while others append to it (fallocate(2)). Linux only. */
export interface FileFront {
  /** Whether the front can be freed in this file at all. Changes nothing: it tries beyond the file's end. */
  canFree(descriptor: number, sizeBytes: number, blockBytes: number): boolean;
  /** Frees the blocks of the first bytes in place; they read as NULs, and the file's size stays. */
  free(descriptor: number, bytes: number): void;
  /**
   * Takes the first bytes out, so that the file begins with what followed them. False where the file system cannot.
   *
   * @param bytes whole blocks, and less than the file's size
   */
  collapse(descriptor: number, bytes: number): boolean;
  /** Where the first byte is that was not freed; `null`: the file is empty, or a hole as a whole. */
  dataStart(descriptor: number): number | null;
  /** Locks a file for this descriptor, until it is closed. False when somebody else has it locked. */
  lock(descriptor: number): boolean;
}

/**
 * `null` where native calls cannot be made.
 *
 * @param folders where an executable may unpack the library, see `loadKoffi`
 */
export function openFileFront(folders: readonly string[] = [tmpdir()]): FileFront | null {
  if (process.platform !== 'linux' || process.env.OPM_TEST_NATIVE_OFF === 'all') return null;
  try {
    return frontOf(openLibC(loadKoffi(folders).koffi));
  } catch (error) {
    if (error instanceof NoNativeCalls) return null;
    throw error;
  }
}

function frontOf(libc: LibC): FileFront {
  const fallocate = libc.bind<(descriptor: number, mode: number, offset: number, length: number) => number>(
    'int fallocate(int descriptor, int mode, int64_t offset, int64_t length)',
  );
  const lseek = libc.bind<(descriptor: number, offset: number, whence: number) => number | bigint>(
    'int64_t lseek(int descriptor, int64_t offset, int whence)',
  );
  const flock = libc.bind<(descriptor: number, operation: number) => number>(
    'int flock(int descriptor, int operation)',
  );
  const allocate = (descriptor: number, mode: number, offset: number, length: number): void => {
    while (fallocate(descriptor, mode, offset, length) < 0) {
      const error = libc.lastError('fallocate');
      if (error.code !== 'EINTR') throw error;
    }
  };
  const worked = (work: () => void): boolean => {
    try {
      work();
      return true;
    } catch (error) {
      if (REFUSED.has(systemErrorCode(error) ?? '')) return false;
      throw error;
    }
  };
  return {
    canFree: (descriptor, size, block) =>
      worked(() =>
        allocate(descriptor, PUNCH_HOLE | KEEP_SIZE, (Math.ceil(size / block) + 64) * block, block),
      ),
    free: (descriptor, bytes) => allocate(descriptor, PUNCH_HOLE | KEEP_SIZE, 0, bytes),
    collapse: (descriptor, bytes) => worked(() => allocate(descriptor, COLLAPSE_RANGE, 0, bytes)),
    dataStart(descriptor) {
      const found = Number(lseek(descriptor, 0, SEEK_DATA));
      if (found >= 0) return found;
      const error = libc.lastError('lseek');
      if (error.code === 'ENXIO') return null;
      throw error;
    },
    lock(descriptor) {
      if (flock(descriptor, LOCK_EX | LOCK_NB) === 0) return true;
      const error = libc.lastError('flock');
      if (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK') return false;
      throw error;
    },
  };
}
