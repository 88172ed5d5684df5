/**
 * `npm run bench [-- options]`: measures OPM beside what people would pick instead, and holds it to its reaches.
 *
 *   --only a,b      these figures alone (names: see FIGURES)
 *   --subjects a,b  these subjects alone
 *   --rounds N      how often each subject has its turn; default 5
 *   --quick         a tenth of everything, 2 rounds: to see that it works, not to believe
 *   --peers         only say who was found, and how to get the rest
 *   --pm2 FOLDER    take PM2 from FOLDER/node_modules
 *   --json FILE     write everything measured to FILE as well
 *   --profile [FOLDER]  write CPU profiles of the daemon and of the start of the command instead
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/errors.ts';
import { Bench } from './bench.ts';
import { FIGURES } from './figures/all.ts';
import { describeMachine } from './machine.ts';
import { writeProfiles } from './profile.ts';
import { judge, markdown, type Report } from './report.ts';
import { Results } from './results.ts';
import { clearDeadRuns, Sandbox } from './sandbox.ts';
import { findSubjects } from './subjects/find.ts';

const options = parse();
clearDeadRuns();
const sandbox = new Sandbox();
process.on('exit', () => sandbox.close());
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(code));
}
try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = 1;
  console.error(`bench: ${messageOf(error)}`);
}
sandbox.close();
process.exit();

async function main(): Promise<number> {
  if (options.profile) return writeProfiles(sandbox, options.folder);
  const machine = describeMachine();
  const { subjects, missing } = await findSubjects(sandbox, { wanted: options.subjects, pm2: options.pm2 });
  if (options.peers) {
    for (const { name, version } of subjects) console.log(`${name}: ${version}`);
    for (const line of missing) console.log(line);
    return 0;
  }
  const { rounds, quick } = options;
  const bench = new Bench({ sandbox, subjects, results: new Results(), rounds, quick });
  const figures = FIGURES.filter(({ name }) => options.only?.includes(name) ?? true);
  for (const figure of figures) {
    const begunMs = performance.now();
    try {
      await figure.measure(bench);
      console.error(`${figure.name}: ${Math.round((performance.now() - begunMs) / 1000)} s`);
    } catch (error) {
      missing.push(`${figure.name} was not measured to its end: ${messageOf(error).trim()}`);
      console.error(`bench: ${figure.name}: ${messageOf(error)}`);
    }
  }
  const report: Report = {
    command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...commandLine()] : [])].join(' '),
    date: new Date().toISOString().slice(0, 10),
    machine,
    loadAfter: describeMachine().load,
    rounds,
    versions: Object.fromEntries(subjects.map(({ name, version }) => [name, version])),
    rows: bench.results.rows,
    reaches: judge(
      figures.flatMap((figure) => figure.reaches(bench)),
      bench.results,
    ),
    missing,
  };
  console.log(markdown(report));
  if (options.json !== undefined) fs.writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return report.rows.length === 0 ? 1 : 0;
}

/** As it can be typed again elsewhere: where this run found PM2 or put its files is nobody's business. */
function commandLine(): string[] {
  const words = process.argv.slice(2);
  const isPath = (index: number) =>
    /^--(pm2|json)$/.test(words[index] ?? '') || /^--(pm2|json)$/.test(words[index - 1] ?? '');
  return words.filter((_, index) => !isPath(index)).map((word) => (word.includes(' ') ? `'${word}'` : word));
}

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      subjects: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      pm2: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const only = values.only?.split(',') ?? null;
  const unknown = only?.find((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown !== undefined) {
    console.error(`bench: --only ${unknown} is not one of ${FIGURES.map(({ name }) => name).join(', ')}`);
    process.exit(64);
  }
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) {
    console.error(`bench: --rounds ${values.rounds} is not a whole number above 0`);
    process.exit(64);
  }
  return {
    ...values,
    only,
    rounds,
    subjects: values.subjects?.split(',') ?? null,
    folder: positionals[0] ?? 'profiles',
  };
}
