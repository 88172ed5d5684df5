import { DENO_RUN } from '../runner/subject.ts';

/** How the runtime of this test runs a program from its sources, in the folder of the project. */
export function ownFlags(): string[] {
  if (process.versions.deno !== undefined) return DENO_RUN;
  return process.versions.bun === undefined ? ['--import', './scripts/typescript.mjs'] : [];
}
