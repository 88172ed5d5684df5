import { spawn } from 'node:child_process';
import { release, tmpdir } from 'node:os';
import { type Native, openNative } from '../../../src/runtime/native/native.ts';

/** The native layer with everything that this machine gives. */
export function nativeHere(): Native {
  return openNative({ folders: [tmpdir()], env: {} });
}

/** Whether this kernel is at least of that version. */
export function linuxFrom(major: number, minor: number): boolean {
  if (process.platform !== 'linux') return false;
  const [ofMajor = 0, ofMinor = 0] = release().split('.').map(Number);
  return ofMajor > major || (ofMajor === major && ofMinor >= minor);
}

/**
 * Starts a shell that leaves `script` running as nobody's child of this test: an orphan, as an adopted process is.
 *
 * @returns its PID, once it is one
 */
export function orphan(script: string): Promise<number> {
  const shell = spawn('sh', ['-c', `sh -c '${script}' >/dev/null 2>&1 & echo $!`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    let told = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    shell.once('error', reject);
    shell.once('close', () => resolve(Number(told)));
  });
}

/** Rejects when `event` takes longer. */
export async function within<Result>(event: Promise<Result>, what: string, ms = 20_000): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`After ${ms} ms ${what} has not come`)), ms);
  });
  try {
    return await Promise.race([event, late]);
  } finally {
    clearTimeout(timer);
  }
}
