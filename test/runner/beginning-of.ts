import { closeSync, openSync, readSync } from 'node:fs';

/** The first 128 KiB of a file below `/proc`. A stranger's environment may say that it is gigabytes long. */
export function beginningOf(file: string): string {
  const bytes = Buffer.alloc(128 * 1024);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
