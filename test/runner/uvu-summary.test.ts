import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseUvuSummary } from './uvu-summary.ts';

const summary = (total: number, passed: number, skipped: number): string =>
  `\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1.20ms\n\n`;

test('counts are read from the summary', () => {
  assert.equal(parseUvuSummary(`• •   (2 / 3)\n${summary(3, 2, 4)}`), { passed: 2, failed: 1, skipped: 4 });
});

test('colours do not hide the summary', () => {
  const coloured = summary(1, 1, 0).replace('  Passed:    1', '\u001b[32m  Passed:    1\u001b[39m');
  assert.equal(parseUvuSummary(coloured), { passed: 1, failed: 0, skipped: 0 });
});

test('a summary printed by the code under test does not count', () => {
  assert.equal(parseUvuSummary(summary(9, 9, 0) + summary(2, 1, 0)), { passed: 1, failed: 1, skipped: 0 });
});

test('output without a summary has no counts', () => {
  assert.is(parseUvuSummary('• • •\n  Total: many\n'), null);
  assert.is(parseUvuSummary(''), null);
});

test.run();
