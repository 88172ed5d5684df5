/**
 * The test runner: `node --import tsx test/run.ts [--subject node,deno,executable] [--jobs N] [part of a path…]`.
 *
 * Every test file is a process of its own, with a deadline, a clean environment and nothing left behind. Without
 * filters the checks (build, compilers, linter) run as well. The last line is `N passed, N failed`, and the exit
 * code is 1 when anything failed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTests } from './runner/find-tests.ts';
import { planTasks } from './runner/plan.ts';
import { runTasks } from './runner/run-tasks.ts';
import { ROOT, SUBJECTS, type Subject } from './runner/subject.ts';
import { resultLines, summaryLines } from './runner/summary-lines.ts';
import { testEnvironment } from './runner/test-environment.ts';

const { values, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: { subject: { type: 'string' }, jobs: { type: 'string' } },
});
const subjects = values.subject === undefined ? defaultSubjects() : (values.subject.split(',') as Subject[]);
const unknown = subjects.find((subject) => !SUBJECTS.includes(subject));
if (unknown !== undefined) throw new Error(`--subject ${unknown} is not one of ${SUBJECTS.join(', ')}`);

const startedAt = performance.now();
const home = mkdtempSync(join(tmpdir(), 'opm-test-home-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const env = testEnvironment(process.env, home);
const tasks = planTasks({ files: findTests(ROOT), filters, subjects, env });
if (tasks.length === 0) throw new Error(`No test file matches ${filters.join(', ')}`);
const slots = Number(values.jobs ?? availableParallelism());
const results = await runTasks(tasks, slots, (result) => console.log(resultLines(result)));
console.log(summaryLines(results, performance.now() - startedAt));
if (results.some(({ verdict }) => verdict.failed > 0)) process.exitCode = 1;

/** Deno runs everything but what is Node's, which may not be there. */
function defaultSubjects(): Subject[] {
  return SUBJECTS.filter((subject) => process.versions.deno === undefined || subject !== 'node');
}
