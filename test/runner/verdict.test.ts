import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ending, judgeCheck, judgeTestFile } from './verdict.ts';

const summary = (total: number, passed: number): string =>
  `\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   0\n  Duration:  1.20ms\n\n`;

const ending = (changes: Partial<Ending>): Ending => ({
  exitCode: 0,
  signal: null,
  output: summary(2, 2),
  ms: 5,
  deadlineMs: null,
  leftBehind: [],
  ...changes,
});

test('a file whose tests pass has as many passed tests as it reports', () => {
  assert.equal(judgeTestFile(ending({})), { passed: 2, failed: 0, skipped: 0, reasons: [] });
});

test('a failed test is counted once, although the exit code shows it too', () => {
  const verdict = judgeTestFile(ending({ exitCode: 1, output: summary(2, 1) }));
  assert.equal(verdict, { passed: 1, failed: 1, skipped: 0, reasons: [] });
});

test('a file that reports no test fails, whatever its exit code', () => {
  assert.is(judgeTestFile(ending({ output: '' })).failed, 1);
  assert.is(judgeTestFile(ending({ output: summary(0, 0) })).failed, 1);
});

test('a file that exits with an error after its tests passed fails', () => {
  const verdict = judgeTestFile(ending({ exitCode: 7 }));
  assert.is(verdict.failed, 1);
  assert.match(verdict.reasons[0] as string, 'exit code 7');
});

test('a file that took too long fails and states its limit', () => {
  const verdict = judgeTestFile(
    ending({ output: '', signal: 'SIGKILL', exitCode: null, deadlineMs: 90_000 }),
  );
  assert.equal(verdict.reasons, ['took longer than 90 s and was killed']);
  assert.is(verdict.failed, 1);
});

test('a file that leaves something behind fails', () => {
  const verdict = judgeTestFile(ending({ leftBehind: ['left process 7 behind: sleep 9'] }));
  assert.equal([verdict.passed, verdict.failed], [2, 1]);
});

test('a check passes only with exit code 0', () => {
  assert.equal(judgeCheck(ending({ output: '' })).passed, 1);
  assert.equal(judgeCheck(ending({ output: '', exitCode: 2 })).failed, 1);
  assert.equal(judgeCheck(ending({ output: '', exitCode: null, signal: 'SIGSEGV' })).failed, 1);
});

test.run();
