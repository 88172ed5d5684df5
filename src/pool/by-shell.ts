import { closeSync, openSync, readSync } from 'node:fs';
import type { SpawnRequest } from './spawn-protocol.ts';

const ELF = Buffer.from('\x7fELF', 'latin1');

/** The same request for a file that the kernel cannot run but a shell can read (ENOEXEC). */
export function byShell(request: SpawnRequest): SpawnRequest {
  const { file, args } = request;
  return { ...request, file: '/bin/sh', argv0: '/bin/sh', args: [file, ...args] };
}

/** Whether a file is a program for some machine, which is no script, and if the kernel refuses it, not for this one. */
export function isBinary(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const head = Buffer.alloc(ELF.length);
      return readSync(descriptor, head, 0, head.length, 0) === head.length && head.equals(ELF);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}
