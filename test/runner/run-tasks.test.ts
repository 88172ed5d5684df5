import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runTasks, type Task } from './run-tasks.ts';
import type { Ending } from './verdict.ts';

/** Tasks that end in the next turn and keep a record of what ran beside what. */
function record() {
  const order: string[] = [];
  const together: number[] = [];
  let running = 0;
  const task = (title: string, changes: Partial<Task> & { exitCode?: number } = {}): Task => ({
    title,
    kind: 'check',
    needs: [],
    alone: false,
    run: async (): Promise<Ending> => {
      order.push(title);
      together.push(++running);
      await new Promise(setImmediate);
      running -= 1;
      return {
        exitCode: changes.exitCode ?? 0,
        signal: null,
        output: '',
        ms: 0,
        deadlineMs: null,
        leftBehind: [],
      };
    },
    ...changes,
  });
  return { order, together, task };
}

test('no more tasks run at once than there are slots, and all of them run', async () => {
  const { order, together, task } = record();
  const results = await runTasks(
    [...'abcdefg'].map((title) => task(title)),
    3,
    () => {},
  );
  assert.is(Math.max(...together), 3);
  assert.equal(order, [...'abcdefg']);
  assert.is(results.length, 7);
});

test('a task waits for what it needs', async () => {
  const { order, task } = record();
  await runTasks([task('suite', { needs: ['build'] }), task('other'), task('build')], 2, () => {});
  assert.equal(order, ['other', 'build', 'suite']);
});

test('a task that runs alone runs last, beside no other', async () => {
  const { order, together, task } = record();
  await runTasks([task('heavy', { alone: true }), task('a'), task('b'), task('c')], 2, () => {});
  assert.is(order.at(-1), 'heavy');
  assert.is(together.at(-1), 1);
});

test('a task that needs a failed one is not run and counts as failed, through the whole chain', async () => {
  const { order, task } = record();
  const tasks = [
    task('build', { exitCode: 1 }),
    task('compile', { needs: ['build'] }),
    task('suite', { needs: ['compile'] }),
  ];
  const results = await runTasks(tasks, 2, () => {});
  assert.equal(order, ['build']);
  assert.equal(
    results.map(({ verdict }) => verdict.failed),
    [1, 1, 1],
  );
  assert.equal(results[2]?.verdict.reasons, ['not run, because "compile" failed']);
});

test('a missing dependency is an error instead of an endless wait', async () => {
  const { task } = record();
  try {
    await runTasks([task('a', { needs: ['nothing'] })], 1, () => {});
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, 'Nothing can run: a');
  }
});

test.run();
