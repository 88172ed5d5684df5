import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lookAtCron } from '../../../src/supervise/upkeep/cron-moment.ts';

const HOUR = 3_600_000;
/** Every full hour. */
const hourly = (afterMs: number) => (Math.floor(afterMs / HOUR) + 1) * HOUR;

test('a moment is due once it has come, and then the next one counts', () => {
  assert.equal(lookAtCron({ afterMs: 0, nowMs: HOUR - 1, next: hourly }), {
    afterMs: 0,
    dueMs: null,
    nextMs: HOUR,
  });
  const due = lookAtCron({ afterMs: 0, nowMs: HOUR, next: hourly });
  assert.equal(due, { afterMs: HOUR, dueMs: HOUR, nextMs: 2 * HOUR });
  assert.is(lookAtCron({ ...due, nowMs: HOUR + 1, next: hourly }).dueMs, null);
});

test('a jump over a hundred moments counts as one', () => {
  const due = lookAtCron({ afterMs: 0, nowMs: 100.5 * HOUR, next: hourly });
  assert.equal(due, { afterMs: 100.5 * HOUR, dueMs: HOUR, nextMs: 101 * HOUR });
});

test('setting the clock back a little repeats no moment', () => {
  const due = lookAtCron({ afterMs: 9.5 * HOUR, nowMs: 10 * HOUR, next: hourly });
  const back = lookAtCron({ ...due, nowMs: 9 * HOUR, next: hourly });
  assert.equal(back, { afterMs: 10 * HOUR, dueMs: null, nextMs: 11 * HOUR });
});

test('a clock that was years ahead does not delay anything for years', () => {
  const year = 365 * 24 * HOUR;
  const due = lookAtCron({ afterMs: 80 * year, nowMs: 80 * year + HOUR, next: hourly });
  const back = lookAtCron({ ...due, nowMs: 50 * year + 1, next: hourly });
  assert.equal(back, { afterMs: 50 * year + 1, dueMs: null, nextMs: 50 * year + HOUR });
});

test('whatever the clock does, a check yields at most one moment, and the next is at most an hour and three away', () => {
  const looks = fc.array(fc.integer({ min: -5 * HOUR, max: 40 * HOUR }), { maxLength: 40 });
  fc.assert(
    fc.property(looks, (jumps) => {
      let nowMs = 1000 * HOUR;
      let afterMs = nowMs;
      for (const jump of jumps) {
        nowMs += jump;
        const look = lookAtCron({ afterMs, nowMs, next: hourly });
        assert.ok(look.dueMs === null || look.dueMs <= nowMs);
        assert.ok(look.nextMs! > nowMs && look.nextMs! - nowMs <= 4 * HOUR);
        afterMs = look.afterMs;
      }
    }),
  );
});

test.run();
