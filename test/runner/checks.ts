import { DENO_RUN, denoBinary, type Subject } from './subject.ts';

export interface CheckCommand {
  title: string;
  needs: string[];
  command: { file: string; args: string[] };
}

/** What counts as one check each beside the tests, for these forms of the program. */
export function checkCommands(subjects: Subject[]): CheckCommand[] {
  const script = (file: string, ...args: string[]) => ({
    file: process.execPath,
    args: [...(process.versions.deno === undefined ? [] : DENO_RUN), file, ...args],
  });
  const checks: CheckCommand[] = [
    { title: 'build', needs: [], command: script('scripts/build.mjs') },
    { title: 'compile', needs: ['build'], command: script('scripts/compile.mjs', '--as-built') },
    { title: 'types (tsc)', needs: [], command: script('node_modules/typescript/bin/tsc', '-p', '.') },
    {
      title: 'types (deno)',
      needs: [],
      command: { file: denoBinary(), args: ['check', 'src', 'plugins', 'test'] },
    },
    {
      title: 'lint and format',
      needs: [],
      command: script('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
    },
  ];
  return subjects.includes('executable') ? checks : checks.filter((check) => check.title !== 'compile');
}
