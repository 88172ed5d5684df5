import fs from 'node:fs';
import path from 'node:path';
import { hostBun } from '../../../scripts/bun.mjs';
import { COMPILE_FLAGS } from '../../../scripts/compile.mjs';
import { denoBinary } from '../../runner/subject.ts';
import { type Bench, timed } from '../bench.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Figure, OPM } from './figure.ts';

const LOOKS = 5;
const HELLO = 'start: the bare runtime says hello';
const VERSION = 'start: opm --version';
const LIST = 'start: opm list, nothing runs';

/** What OPM adds to the start of its runtime. */
export const start: Figure = {
  name: 'start',
  async measure(bench: Bench) {
    const ours = bench.subjects.filter(({ isOpm }) => isOpm);
    const hello = new Map<string, [string, ...string[]]>();
    for (const { name } of ours) hello.set(name, await helloProgram(bench.sandbox, name));
    const up = new Set<string>();
    const add = async (what: string, subject: string, work: () => Promise<unknown>) =>
      bench.results.add({ figure: 'start', what, unit: 'ms' }, subject, await timed(work));
    await bench.inTurn(
      ours,
      [],
      async (stage, subject) => {
        if (!up.has(subject.name)) await stage.up();
        up.add(subject.name);
        const [file, ...args] = hello.get(subject.name)!;
        await add(HELLO, subject.name, () => bench.sandbox.run(file, args, { quiet: true }));
        await add(VERSION, subject.name, async () => subject.showVersion?.());
        await add(LIST, subject.name, () => stage.list());
      },
      bench.rounds * LOOKS,
    );
  },
  reaches: () => [
    {
      what: 'start: opm --version against the bare runtime',
      limit: 1.5,
      better: 'lower',
      unit: '×',
      value: (results) => results.ratio(VERSION, OPM, { what: HELLO }),
    },
  ],
};

/** The least that the runtime of this form of OPM can run; for the executable it is compiled the same way. */
async function helloProgram(sandbox: Sandbox, subject: string): Promise<[string, ...string[]]> {
  const folder = sandbox.folder();
  const script = path.join(folder, 'hello.mjs');
  fs.writeFileSync(script, "console.log('hello');\n");
  if (subject === 'opm on node') return [process.execPath, script];
  if (subject === 'opm on deno') return [denoBinary(), 'run', script];
  const program = path.join(folder, 'hello');
  await sandbox.run(hostBun(), ['build', ...COMPILE_FLAGS, `--outfile=${program}`, script]);
  return [program];
}
