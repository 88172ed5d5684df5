import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lineMatcher, requiredLiteral } from '../../../src/supervise/readiness/line-matcher.ts';

test('a pattern means what it means in JavaScript', () => {
  const lines = [
    'Listening on :8080',
    'listening on port 3000',
    '',
    'ready',
    '[12:00] ready in 5 ms',
    'ä ready ü',
  ];
  for (const pattern of [
    '[Ll]istening on',
    '^ready$',
    'ready in \\d+ ms',
    '(?<h>\\d\\d):00',
    'port|:8080',
    'ä.*ü',
    '.',
  ]) {
    const matches = lineMatcher(pattern);
    const expression = new RegExp(pattern);
    for (const line of lines) assert.is(matches(line), expression.test(line), `${pattern} on "${line}"`);
  }
});

test('a pattern that would hang a backtracking engine gets an answer', () => {
  assert.not.ok(lineMatcher('^(a+)+$')(`${'a'.repeat(16_000)}b`));
  assert.not.ok(lineMatcher('(x+x+)+y')('x'.repeat(16_000)));
  assert.ok(lineMatcher('(.*a){12}')('a'.repeat(4_000)));
});

test('patterns that need backtracking are rejected', () => {
  for (const pattern of ['(?=a)b', '(?<!a)b', '(a)\\1'])
    assert.throws(() => lineMatcher(pattern), /error parsing/);
});

test('every match contains the required text', () => {
  assert.is(requiredLiteral('listening on (?<port>\\d+)'), 'listening on ');
  assert.is(requiredLiteral('^ready in \\d+ ms$'), 'ready in ');
  assert.is(requiredLiteral('started?'), 'starte');
  assert.is(requiredLiteral('ready|online'), null);
  assert.is(requiredLiteral('(?i)ready'), null);
  assert.is(requiredLiteral('(ready)?'), null);
  assert.is(requiredLiteral('[ready]'), null);
  assert.is(requiredLiteral('\\d+'), null);
});

test('no line that JavaScript would match is skipped because of the required text', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    'abc',
    ' ',
    'on',
    '.',
    '\\d',
    '[ab]',
    '(ab)?',
    '(a|b)',
    'c*',
    'c+',
    'a{0,2}',
    '^',
    '$',
  );
  const line = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'o', 'n', ' ', '1'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), line, (parts, text) => {
      const pattern = parts.join('');
      let expression: RegExp;
      try {
        expression = new RegExp(pattern);
      } catch {
        return true;
      }
      return lineMatcher(pattern)(text) === expression.test(text);
    }),
    { numRuns: 2000 },
  );
});

test.run();
