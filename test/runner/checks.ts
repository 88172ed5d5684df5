import { DENO_RUN, denoBinary, type Subject } from './subject.ts';

export interface CheckCommand {
  title: string;
  needs: string[];
  command: { file: string; args: string[] };
}

const UNUSED = ['--no-progress', '--include', 'files,exports,types'];

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
    // What only tests use is dead code too, which is why it looks twice.
    { title: 'unused code', needs: [], command: script('node_modules/knip/bin/knip.js', ...UNUSED) },
    {
      title: 'unused code without tests',
      needs: [],
      command: script('node_modules/knip/bin/knip.js', '--production', ...UNUSED),
    },
    {
      title: 'lint and format',
      needs: [],
      command: script('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
    },
  ];
  return subjects.includes('executable') ? checks : checks.filter((check) => check.title !== 'compile');
}
