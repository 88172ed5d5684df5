import { hostBun } from '../../scripts/bun.mjs';
import { checkCommands } from './checks.ts';
import { type ProcessPlan, runProcess } from './run-process.ts';
import type { Task } from './run-tasks.ts';
import { DENO_RUN, denoBinary, ROOT, type Subject } from './subject.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Longest time for one file, in milliseconds. */
const UNIT_DEADLINE_MS = 90_000;
const LONG_DEADLINE_MS = 300_000;
const CHECK_DEADLINE_MS = 300_000;

/** What a subject has to be built from before tests can start it. */
const SUBJECT_NEEDS: Record<Subject, string[]> = { node: ['build'], deno: [], executable: ['compile'] };

export interface PlanInput {
  /** Paths of test files, relative to the project. */
  files: string[];
  /** Parts of paths; with any, only the files that match are run, and of the checks only those they need. */
  filters: string[];
  subjects: Subject[];
  env: Record<string, string>;
  /** Run unit tests on the runtime of this runner many in a process; without them each is a process of its own. */
  workers?: WorkerPool;
  /** Whether the checks are run as well: all of them without filters. */
  withChecks?: boolean;
}

/** Everything a run does, checks first because others wait for them. */
export function planTasks({ files, filters, subjects, env, workers, withChecks = true }: PlanInput): Task[] {
  const wanted = files.filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)));
  const on = (subject: Subject, kind: (file: string) => boolean): Task[] =>
    wanted.filter(kind).map((file) => wholeTask(file, subject, env));
  // What takes longest comes first, so that no core idles at the end.
  const tests = [
    ...subjects.slice(-1).flatMap((subject) => on(subject, isFault)),
    ...attacked(subjects).flatMap((subject) => on(subject, isAttack)),
    ...subjects.flatMap((subject) => on(subject, isEndToEnd)),
    ...wanted.filter(isModel).map((file) => modelTask(file, env)),
    ...wanted.filter(isUnitTest).flatMap((file) => unitTasks({ file, subjects, env, workers })),
  ];
  const checks = checkCommands(subjects).map((check) =>
    task({ ...check, kind: 'check', env }, CHECK_DEADLINE_MS),
  );
  return [
    ...(filters.length === 0 && withChecks
      ? checks
      : checks.filter((check) => isNeeded(check, checks, tests))),
    ...tests,
  ];
}

/** Runs the whole program, and therefore once for each form of it. */
const isEndToEnd = (file: string): boolean => file.startsWith('test/e2e/');

/** Faults take long and strike what all forms share: once is enough, on the last form, which starts fastest. */
const isFault = (file: string): boolean => file.startsWith('test/faults/');

/** What other users try. Runtimes open files and start processes in ways of their own. */
const isAttack = (file: string): boolean => file.startsWith('test/attacks/');

/** The form that is shipped, and the one with the package manager's files; whichever is asked for. */
function attacked(subjects: readonly Subject[]): readonly Subject[] {
  const both = subjects.filter((subject) => subject !== 'deno');
  return both.length === 0 ? subjects : both;
}

/** Models are searched by a program of their own, and know no runtime. */
const isModel = (file: string): boolean => file.startsWith('test/models/');

const isUnitTest = (file: string): boolean =>
  ![isEndToEnd, isFault, isAttack, isModel].some((is) => is(file));

/**
 * Whether a test belongs to what one runs after each change. Slow are those that start compilers, other runtimes or
 * many programs: they run where a path is given.
 */
export const isQuick = (file: string, filters: string[]): boolean =>
  isUnitTest(file) && (filters.length > 0 || !file.endsWith('.slow.test.ts'));

/** Native calls go through each runtime's own way to load a library, and change the process that makes them. */
const isOfEveryRuntime = (file: string): boolean => file.startsWith('test/runtime/native/');

type UnitInput = Pick<PlanInput, 'subjects' | 'env' | 'workers'> & { file: string };

/** Unit tests run on Node and on Deno, as the sources do; some on Bun too, which is inside the executable. */
function unitTasks({ file, subjects, env, workers }: UnitInput): Task[] {
  return subjects.flatMap((subject) => {
    const command = unitCommand(file, subject);
    if (command === null) return [];
    const title = `${file} (${subject === 'executable' ? 'bun' : subject})`;
    if (workers !== undefined && subject === runnerRuntime() && !isOfEveryRuntime(file))
      return { title, kind: 'test', needs: [], alone: false, run: () => workers.run(file, UNIT_DEADLINE_MS) };
    return task({ title, kind: 'test', needs: [], command, env }, UNIT_DEADLINE_MS);
  });
}

function unitCommand(file: string, subject: Subject): { file: string; args: string[] } | null {
  switch (subject) {
    case 'node':
      return testCommand(file);
    case 'deno':
      return { file: denoBinary(), args: [...DENO_RUN, file] };
    case 'executable':
      return isOfEveryRuntime(file) ? { file: hostBun(), args: [file] } : null;
  }
}

function wholeTask(file: string, subject: Subject, env: Record<string, string>): Task {
  return task(
    {
      title: `${file} (${subject})`,
      kind: 'test',
      needs: SUBJECT_NEEDS[subject],
      command: testCommand(file),
      env: { ...env, OPM_SUBJECT: subject },
    },
    LONG_DEADLINE_MS,
  );
}

function modelTask(file: string, env: Record<string, string>): Task {
  return task({ title: file, kind: 'test', needs: [], command: testCommand(file), env }, LONG_DEADLINE_MS);
}

/** How a program of the tests is run by the runtime that this runner runs on. */
export function testCommand(file: string): { file: string; args: string[] } {
  const flags = runnerRuntime() === 'deno' ? DENO_RUN : ['--import', './scripts/typescript.mjs'];
  return { file: process.execPath, args: [...flags, file] };
}

export function runnerRuntime(): 'node' | 'deno' {
  return process.versions.deno === undefined ? 'node' : 'deno';
}

type TaskInput = Pick<Task, 'title' | 'kind' | 'needs'> & {
  command: { file: string; args: string[] };
  env: Record<string, string>;
};

function task({ title, kind, needs, command, env }: TaskInput, deadlineMs: number): Task {
  const plan: ProcessPlan = { ...command, env, deadlineMs, cwd: ROOT, mustCleanUp: kind === 'test' };
  return { title, kind, needs, alone: title.includes('.serial.test.ts'), run: () => runProcess(plan) };
}

function isNeeded(check: Task, checks: Task[], tests: Task[]): boolean {
  return [...checks, ...tests].some(
    (other) => other.needs.includes(check.title) && (other.kind === 'test' || isNeeded(other, checks, tests)),
  );
}
