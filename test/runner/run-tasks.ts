import { type Ending, judgeCheck, judgeTestFile, type Verdict } from './verdict.ts';

/** Something to run that can pass or fail: a test file on one runtime, or a check such as the compiler. */
export interface Task {
  title: string;
  kind: 'test' | 'check';
  /** Titles of tasks that must have passed first. */
  needs: string[];
  /** Runs after all others and with nothing beside it. */
  alone: boolean;
  run(): Promise<Ending>;
}

export interface TaskResult {
  task: Task;
  verdict: Verdict;
  /** `null` when it was not run, because something it needs failed. */
  ending: Ending | null;
}

/**
 * Runs all tasks, at most `slots` at once, in their order as far as what they need allows.
 *
 * @throws when tasks need each other in a circle or need one that does not exist
 */
export async function runTasks(
  tasks: Task[],
  slots: number,
  onResult: (result: TaskResult) => void,
): Promise<TaskResult[]> {
  const waiting = new Set(tasks);
  const running = new Map<Task, Promise<void>>();
  const passed = new Set<string>();
  const results: TaskResult[] = [];

  const settle = (result: TaskResult): void => {
    if (result.verdict.failed === 0) passed.add(result.task.title);
    results.push(result);
    onResult(result);
  };
  const start = (task: Task): void => {
    waiting.delete(task);
    const done = task.run().then((ending) => {
      running.delete(task);
      settle({ task, ending, verdict: task.kind === 'test' ? judgeTestFile(ending) : judgeCheck(ending) });
    });
    running.set(task, done);
  };

  while (waiting.size + running.size > 0) {
    for (const task of [...waiting]) {
      const failedNeed = task.needs.find((need) => failedIn(results, need));
      if (failedNeed === undefined) continue;
      waiting.delete(task);
      settle({ task, ending: null, verdict: notRun(failedNeed) });
    }
    for (const task of [...waiting]) {
      if (running.size >= slots) break;
      if (!task.alone && task.needs.every((need) => passed.has(need))) start(task);
    }
    if (running.size === 0) {
      const next = [...waiting].find((task) => task.needs.every((need) => passed.has(need)));
      if (next !== undefined) start(next);
      else if (waiting.size > 0)
        throw new Error(`Nothing can run: ${[...waiting].map((t) => t.title).join(', ')}`);
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return results;
}

function failedIn(results: TaskResult[], title: string): boolean {
  return results.some((result) => result.task.title === title && result.verdict.failed > 0);
}

function notRun(need: string): Verdict {
  return { passed: 0, failed: 1, skipped: 0, reasons: [`not run, because "${need}" failed`] };
}
