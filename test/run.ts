/**
 * The test runner: `node --import ./scripts/typescript.mjs test/run.ts [--quick] [--subject node,deno,executable]
 * [--jobs N] [part of a path…]`.
 *
 * Every test file has a deadline, a clean environment and leaves nothing behind. Those that run the whole program have a
 * process each; unit tests share a few. Without filters the checks (build, compilers, linter, coverage of the core) run
 * as well. `--quick` runs only unit tests, on the runtime of this program, and slow ones only if a path names them. The
 * last line is `N passed, N failed`, and the exit code is 1 if anything failed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { coreCoverage } from './runner/core-coverage.ts';
import { findTests } from './runner/find-tests.ts';
import { isQuick, planTasks, runnerRuntime, testCommand } from './runner/plan.ts';
import { runTasks } from './runner/run-tasks.ts';
import { ROOT, SUBJECTS, type Subject } from './runner/subject.ts';
import { resultLines, summaryLines } from './runner/summary-lines.ts';
import { testEnvironment } from './runner/test-environment.ts';
import { workerPool } from './runner/worker-pool.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, subject: { type: 'string' }, jobs: { type: 'string' } },
});
const subjects = values.subject === undefined ? defaultSubjects() : (values.subject.split(',') as Subject[]);
const unknown = subjects.find((subject) => !SUBJECTS.includes(subject));
if (unknown !== undefined) throw new Error(`--subject ${unknown} is not one of ${SUBJECTS.join(', ')}`);

const startedAt = performance.now();
const home = mkdtempSync(join(tmpdir(), 'opm-test-home-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const env = testEnvironment(process.env, home);
// Deno starts in no time, and a process for each file is simpler.
const command = testCommand('test/runner/worker-program.ts');
const filters = positionals.map(testOf);
const onNode = runnerRuntime() === 'node';
const isWhole = onNode && subjects.includes('node') && !values.quick && filters.length === 0;
const reached = isWhole ? mkdtempSync(join(tmpdir(), 'opm-test-coverage-')) : undefined;
if (reached !== undefined) process.on('exit', () => rmSync(reached, { recursive: true, force: true }));
const measured = reached === undefined ? env : { ...env, NODE_V8_COVERAGE: reached };
const workers = onNode ? workerPool({ command, cwd: ROOT, env: measured }) : undefined;
const files = findTests(ROOT).filter((file) => !values.quick || isQuick(file, filters));
const withChecks = !values.quick;
const tasks = planTasks({ files, filters, subjects, env, withChecks, ...(workers && { workers }) });
if (tasks.length === 0) throw new Error(`No test file matches ${filters.join(', ')}`);
// A test waits for processes a third of its time.
const slots = Number(values.jobs ?? availableParallelism() + 1);
const results = await runTasks(tasks, slots, (result) => console.log(resultLines(result)));
const left = (await workers?.close()) ?? [];
if (reached !== undefined) {
  const coverage = await coreCoverage(reached, env);
  results.push(coverage);
  console.log(`${resultLines(coverage)}\n${coverage.verdict.failed === 0 ? coverage.ending?.output : ''}`);
}
console.log(summaryLines({ results, left, ms: performance.now() - startedAt }));
if (left.length > 0 || results.some(({ verdict }) => verdict.failed > 0)) process.exitCode = 1;

/** Deno runs everything but what is Node's, which may not be there. */
function defaultSubjects(): Subject[] {
  if (values.quick) return [runnerRuntime()];
  return SUBJECTS.filter((subject) => process.versions.deno === undefined || subject !== 'node');
}

/** The test of a source file is meant by the file's own path too. */
function testOf(path: string): string {
  const source = /^(?:\.\/)?src\/(.*)\.ts$/.exec(path);
  return source === null ? path.replace(/^\.\//, '') : `test/${source[1]}.`;
}
