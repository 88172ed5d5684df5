import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TaskResult } from './run-tasks.ts';
import { summaryLines } from './summary-lines.ts';
import type { Verdict } from './verdict.ts';

function result(title: string, ms: number, verdict: Partial<Verdict> = {}): TaskResult {
  return {
    task: { title, kind: 'test', needs: [], alone: false, run: () => Promise.reject(new Error('not run')) },
    verdict: { passed: 1, failed: 0, skipped: 0, reasons: [], ...verdict },
    ending: { exitCode: 0, signal: null, output: '', ms, deadlineMs: null, leftBehind: [] },
  };
}

const lines = (results: TaskResult[], left: string[] = []): string[] =>
  summaryLines({ results, left, ms: 61_000 }).split('\n');

test('the last line has the counts, with failures above it', () => {
  const some = [result('a', 1), result('b', 2, { passed: 3, failed: 2 }), result('c', 3, { skipped: 4 })];
  assert.equal(lines(some), [
    '',
    'FAIL  b',
    '3 files and checks in 61 s, 4 tests skipped',
    '5 passed, 2 failed',
  ]);
});

test('a failure that belongs to no file counts too', () => {
  const all = lines([result('a', 1)], ['left "x" behind']);
  assert.equal([all[1], all.at(-1)], ['FAIL  the unit tests left "x" behind', '1 passed, 1 failed']);
});

test('of many files, the 15 slowest are listed first, slowest first', () => {
  const all = lines(Array.from({ length: 20 }, (_, index) => result(`file ${index}`, index * 1000)));
  assert.is(all[1], 'The 15 slowest:');
  assert.is(all[2], '   19.0 s  file 19');
  assert.is(all[16], '    5.0 s  file 5');
  assert.is(all.at(-1), '20 passed, 0 failed');
});

test.run();
