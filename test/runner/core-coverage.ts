import { runProcess } from './run-process.ts';
import type { TaskResult } from './run-tasks.ts';
import { ROOT } from './subject.ts';
import { judgeCheck } from './verdict.ts';

const DEADLINE_MS = 120_000;

/**
 * Whether the unit tests reach enough of the core, from what their processes have written to `folder` at their end
 * because of `NODE_V8_COVERAGE`. Its output is the table of all folders.
 */
export async function coreCoverage(folder: string, env: Record<string, string>): Promise<TaskResult> {
  const args = ['scripts/coverage.mjs', '--from', folder];
  const plan = { file: process.execPath, args, cwd: ROOT, env, deadlineMs: DEADLINE_MS, mustCleanUp: false };
  const run = () => runProcess(plan);
  const ending = await run();
  const task = { title: 'coverage of the core', kind: 'check' as const, needs: [], alone: true, run };
  return { task, ending, verdict: judgeCheck(ending) };
}
