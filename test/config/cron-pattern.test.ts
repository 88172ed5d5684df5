import { Cron } from 'croner';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cronProblem, isTimeZone } from '../../src/config/cron-pattern.ts';

test('cron patterns are accepted', () => {
  for (const pattern of [
    ...['* * * * *', '0 4 * * *', '*/5 * * * *', '0-30/10 8-18 * * MON-FRI', '0 0 1,15 * *', '00 04 * * 7'],
    ...['0 0 29 2 *', '0 0 31 2 MON', '0 0 * jan,DEC sun', '*/10 * * * * *', '@daily', '@hourly'],
  ]) {
    assert.is(cronProblem(pattern), null, pattern);
  }
});

test('an error is reported with a valid example', () => {
  for (const [pattern, problem] of [
    ['', /write five fields/],
    ['* * * *', /write five fields/],
    ['* * * * * * *', /write five fields/],
    ['0 25 * * *', /"25" is not an hour from 0 to 23/],
    ['60 * * * *', /"60" is not a minute from 0 to 59/],
    ['0 0 0 * *', /"0" is not a day of the month from 1 to 31/],
    ['0 0 * FOO *', /"FOO" is not a month from 1 to 12/],
    ['0 0 * * 8', /"8" is not a day of the week from 0 to 7/],
    ['5/15 * * * *', /has a step but no range: write "\*\/15"/],
    ['*/0 * * * *', /a step that is not from 1 to 59/],
    ['30-10 * * * *', /begins after its end/],
    ['1-2-3 * * * *', /"1-2-3" is not a minute/],
    ['1, * * * *', /"" is not a minute/],
    ['@noon', /use one of @yearly/],
    ['0 0 31 2,4,6 *', /never comes/],
  ] as const) {
    assert.match(cronProblem(pattern) ?? 'nothing', problem, pattern);
  }
});

test('every accepted pattern has a next moment in the library', () => {
  const word = (min: number, max: number) => {
    const number = fc.integer({ min, max });
    const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const step = fc.integer({ min: 1, max });
    const part = fc.oneof(
      fc.constant('*'),
      number.map(String),
      range,
      fc.tuple(fc.oneof(fc.constant('*'), range), step).map(([base, by]) => `${base}/${by}`),
    );
    return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
  };
  const noise = fc.string({ unit: fc.constantFrom(...'0123456789*/,-L#? AN'), maxLength: 14 });
  const fields = fc.tuple(word(0, 59), word(0, 23), word(1, 31), word(1, 12), word(0, 7));
  const sixth = fc.tuple(word(0, 59), fields).map(([second, rest]) => `${second} ${rest.join(' ')}`);
  fc.assert(
    fc.property(
      fc.oneof(
        fields.map((words) => words.join(' ')),
        sixth,
        noise,
      ),
      (pattern) => {
        if (cronProblem(pattern) !== null) return;
        const next = new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRun(new Date(0));
        assert.ok(next !== null, pattern);
      },
    ),
    { numRuns: 300 },
  );
});

test('only time zones known to the machine are accepted', () => {
  assert.equal(['UTC', 'Europe/Berlin', 'Mars/Olympus', '', 'Berlin'].map(isTimeZone), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

test.run();
