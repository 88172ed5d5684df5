import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { durationText, LONGEST_DURATION_MS, parseDuration } from '../src/duration.ts';

test('durations of every unit become milliseconds', () => {
  assert.is(parseDuration('500ms'), 500);
  assert.is(parseDuration('10s'), 10_000);
  assert.is(parseDuration('5m'), 300_000);
  assert.is(parseDuration('1h'), 3_600_000);
  assert.is(parseDuration('1d'), 86_400_000);
  assert.is(parseDuration('1.5s'), 1500);
  assert.is(parseDuration('0s'), 0);
});

test('a number is already milliseconds', () => {
  assert.is(parseDuration(250), 250);
  assert.is(parseDuration(0.4), 0);
});

test('anything else is not a duration', () => {
  for (const value of ['', '10', 's', '10 s', '-1s', '1w', '1s2s', '1e3s', '٣s', ' 1s', '1s\n']) {
    assert.is(parseDuration(value), null, JSON.stringify(value));
  }
  for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) assert.is(parseDuration(value), null);
});

test('a whole number with a unit is that many units', () => {
  const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.constantFrom('ms', 's', 'm', 'h'), (count, unit) => {
      assert.is(parseDuration(`${count}${unit}`), count * units[unit]);
    }),
  );
});

test('a message shows a duration in a suitable unit', () => {
  const texts: [number, string][] = [
    [0, '0 ms'],
    [849.6, '850 ms'],
    [2440, '2.4 s'],
    [60_000, '60 s'],
    [120_000, '2 min'],
    [5_400_000, '90 min'],
    [10_800_000, '3 h'],
    [LONGEST_DURATION_MS, '24.9 d'],
  ];
  for (const [milliseconds, text] of texts) assert.is(durationText(milliseconds), text);
});

test.run();
