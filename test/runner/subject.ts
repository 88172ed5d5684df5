import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The forms of the program that the end-to-end suite is run against. */
export const SUBJECTS = ['node', 'deno', 'executable'] as const;

export type Subject = (typeof SUBJECTS)[number];

/** Runs a program on Deno with the permissions that deno.json names, and without the warning that they are new. */
export const DENO_RUN = ['run', '--quiet', '--permission-set'];

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The form under test in this process, from `OPM_SUBJECT`; Node when it is not set. */
export function currentSubject(): Subject {
  const name = process.env.OPM_SUBJECT ?? 'node';
  if (!SUBJECTS.includes(name as Subject))
    throw new Error(`OPM_SUBJECT is "${name}", not one of ${SUBJECTS.join(', ')}`);
  return name as Subject;
}

/**
 * How a test starts `opm` with these arguments: `dist/` on Node, the sources on Deno, or the executable
 * (`OPM_EXECUTABLE` names another one than `dist/opm`).
 */
export function opmCommand(
  args: string[],
  subject: Subject = currentSubject(),
): { file: string; args: string[] } {
  switch (subject) {
    case 'node':
      return { file: nodeBinary(), args: [join(ROOT, 'dist/cli.mjs'), ...args] };
    case 'deno':
      return { file: denoBinary(), args: [...DENO_RUN, join(ROOT, 'src/cli.ts'), ...args] };
    case 'executable':
      return { file: process.env.OPM_EXECUTABLE ?? join(ROOT, 'dist/opm'), args };
  }
}

/** The Deno that runs this, else the one among the packages: by path, since `.bin/deno` may be a Node script. */
export function denoBinary(): string {
  if (process.versions.deno !== undefined) return process.execPath;
  const moved = join(ROOT, 'node_modules/deno/deno');
  return existsSync(moved) ? moved : join(ROOT, 'node_modules/@deno', denoPlatform(), 'deno');
}

function denoPlatform(): string {
  return process.platform === 'darwin' ? `darwin-${process.arch}` : `linux-${process.arch}-glibc`;
}

function nodeBinary(): string {
  return process.versions.deno === undefined ? process.execPath : 'node';
}
