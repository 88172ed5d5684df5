import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestartSpec } from '../../../src/config/instance/instance-spec.ts';
import {
  type CrashHistory,
  decideRestart,
  type ExitFacts,
  NO_CRASHES,
  type RestartAction,
} from '../../../src/supervise/policy/restart-policy.ts';

const SPEC: RestartSpec = { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 };
const CRASH: ExitFacts = { code: 1, signal: null, unknown: false };
const SUCCESS: ExitFacts = { code: 0, signal: null, unknown: false };

/** Plays a life: each entry is how long the process lived after its start. Ends when it is not restarted. */
function live(spec: RestartSpec, uptimesMs: number[]) {
  const restarts: { crashedAtMs: number; atMs: number; delayMs: number }[] = [];
  let history: CrashHistory = NO_CRASHES;
  let nowMs = 0;
  let last: RestartAction | null = null;
  let largest = 0;
  for (const uptimeMs of uptimesMs) {
    nowMs += uptimeMs;
    const decision = decideRestart({ spec, exit: CRASH, history, livedMs: uptimeMs, nowMs });
    last = decision.action;
    if (last.kind !== 'restart') break;
    history = decision.history;
    largest = Math.max(largest, history.restarts.length);
    const crashedAtMs = nowMs;
    nowMs += last.delayMs;
    restarts.push({ crashedAtMs, atMs: nowMs, delayMs: last.delayMs });
  }
  return { restarts, last, largest };
}

test('an app that crashes immediately is restarted at once, then after growing waits, then given up', () => {
  const { restarts, last } = live(SPEC, Array(20).fill(5));
  assert.equal(
    restarts.map(({ delayMs }) => delayMs),
    [0, 100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600],
  );
  assert.equal(last, {
    kind: 'give-up',
    reason: 'it ended again after it was restarted 10 times within 60 s',
  });
});

test('the wait does not grow past the longest one', () => {
  const spec: RestartSpec = { ...SPEC, backoffMs: [100, 300], maxRestarts: 6 };
  assert.equal(
    live(spec, Array(6).fill(1)).restarts.map(({ delayMs }) => delayMs),
    [0, 100, 200, 300, 300, 300],
  );
});

test('after a calm window the next crash restarts at once again', () => {
  const { restarts } = live(SPEC, [5, 5, 5, 60_000, 5]);
  assert.equal(
    restarts.map(({ delayMs }) => delayMs),
    [0, 100, 200, 0, 100],
  );
});

test('waiting for a backoff longer than the window does not count as calm', () => {
  const spec: RestartSpec = { ...SPEC, backoffMs: [1000, 30_000], windowMs: 2000 };
  const delays = live(spec, Array(8).fill(1)).restarts.map(({ delayMs }) => delayMs);
  assert.equal(delays, [0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test('without any restart allowed the first crash is the end', () => {
  const { action } = decideRestart({
    spec: { ...SPEC, maxRestarts: 0 },
    exit: CRASH,
    history: NO_CRASHES,
    livedMs: null,
    nowMs: 0,
  });
  assert.equal(action, { kind: 'give-up', reason: 'it ended, and its restart policy allows no restart' });
});

test('the result of each policy for each way to end', () => {
  const killed: ExitFacts = { code: null, signal: 'SIGKILL', unknown: false };
  const unknown: ExitFacts = { code: null, signal: null, unknown: true };
  const verdicts = (policy: RestartSpec['policy']) =>
    [CRASH, SUCCESS, killed, unknown].map(
      (exit) =>
        decideRestart({ spec: { ...SPEC, policy }, exit, history: NO_CRASHES, livedMs: null, nowMs: 0 })
          .action.kind,
    );
  assert.equal(verdicts('always'), ['restart', 'restart', 'restart', 'restart']);
  assert.equal(verdicts('on-failure'), ['restart', 'stay-stopped', 'restart', 'restart']);
  assert.equal(verdicts('never'), ['stay-stopped', 'stay-stopped', 'stay-stopped', 'stay-stopped']);
});

test('a process that lived long enough did not crash, and resets the history', () => {
  const spec: RestartSpec = { ...SPEC, maxRestarts: 2, stableAfterMs: 1000 };
  assert.equal(
    live(spec, [1000, 5000, 1500, 1200, 9000]).restarts.map(({ delayMs }) => delayMs),
    [0, 0, 0, 0, 0],
  );
  // Two crashes are restarted, a good life between them makes the wait short again, and the third is too many.
  const { restarts, last } = live(spec, [10, 2000, 10, 10, 10]);
  assert.equal(
    restarts.map(({ delayMs }) => delayMs),
    [0, 0, 0],
  );
  assert.is(last!.kind, 'give-up');
  const unseen = decideRestart({ spec, exit: CRASH, history: NO_CRASHES, livedMs: null, nowMs: 0 });
  assert.is(unseen.history.streak, 1);
});

test('a constant wait applies every time, including the first', () => {
  const spec: RestartSpec = { ...SPEC, backoffMs: [5000, 5000], stableAfterMs: 1000 };
  const delays = live(spec, [10, 10, 2000, 10]).restarts.map(({ delayMs }) => delayMs);
  assert.equal(delays, [5000, 5000, 5000, 5000]);
});

test('some exit codes stop it for good, whatever the policy', () => {
  const kind = (policy: RestartSpec['policy'], code: number | null) =>
    decideRestart({
      spec: { ...SPEC, policy, stopExitCodes: [3, 143] },
      exit: { code, signal: code === null ? 'SIGKILL' : null, unknown: false },
      history: NO_CRASHES,
      livedMs: null,
      nowMs: 0,
    }).action.kind;
  assert.equal(
    [3, 143, 0, 1, null].map((code) => kind('always', code)),
    ['stay-stopped', 'stay-stopped', 'restart', 'restart', 'restart'],
  );
  assert.equal(
    [3, 0, 1].map((code) => kind('on-failure', code)),
    ['stay-stopped', 'stay-stopped', 'restart'],
  );
});

test('the given history is never modified', () => {
  const { history } = decideRestart({
    spec: SPEC,
    exit: CRASH,
    history: NO_CRASHES,
    livedMs: null,
    nowMs: 7,
  });
  const before = structuredClone(history);
  decideRestart({ spec: SPEC, exit: CRASH, history, livedMs: null, nowMs: 9 });
  assert.equal(history, before);
  assert.equal(NO_CRASHES, { streak: 0, restarts: [] });
});

const anySpec = fc
  .record({
    firstMs: fc.integer({ min: 0, max: 2000 }),
    longestMs: fc.integer({ min: 0, max: 60_000 }),
    maxRestarts: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 250, max: 600 })),
    windowMs: fc.integer({ min: 1, max: 60_000 }),
  })
  .map(
    ({ firstMs, longestMs, maxRestarts, windowMs }): RestartSpec => ({
      policy: 'always',
      backoffMs: [Math.min(firstMs, longestMs), longestMs],
      maxRestarts,
      windowMs,
    }),
  );
const anyUptimes = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.nat(50) }, { weight: 1, arbitrary: fc.nat(70_000) }),
  { minLength: 1, maxLength: 700, size: 'max' },
);

test('no window has more restarts than allowed', () => {
  fc.assert(
    fc.property(anySpec, anyUptimes, (spec, uptimesMs) => {
      const { restarts, largest } = live(spec, uptimesMs);
      for (const [index, { atMs }] of restarts.entries()) {
        const first = restarts[index - spec.maxRestarts];
        assert.ok(first === undefined || first.atMs <= atMs - spec.windowMs);
      }
      assert.ok(largest <= 300, 'the history stays small');
    }),
    { numRuns: 150 },
  );
});

test('a policy that allows thousands of restarts per window works with little memory', () => {
  const busy = fc.record({
    spec: fc.record({
      policy: fc.constant('always' as const),
      backoffMs: fc.constant<[number, number]>([0, 0]),
      maxRestarts: fc.integer({ min: 260, max: 330 }),
      windowMs: fc.constant(256 * 12),
    }),
    uptimesMs: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 900, maxLength: 900 }),
  });
  fc.assert(
    fc.property(busy, ({ spec, uptimesMs }) => {
      const { restarts, largest } = live(spec, uptimesMs);
      assert.ok(largest <= 257);
      assertGivenUpForCause(spec, uptimesMs);
      for (const [index, { atMs }] of restarts.entries()) {
        const first = restarts[index - spec.maxRestarts];
        assert.ok(first === undefined || first.atMs <= atMs - spec.windowMs);
      }
    }),
    { numRuns: 100 },
  );
});

test('waits never exceed the longest one, and shrink only after a calm window', () => {
  fc.assert(
    fc.property(anySpec, anyUptimes, (spec, uptimesMs) => {
      const { restarts } = live(spec, uptimesMs);
      for (const [index, { crashedAtMs, delayMs }] of restarts.entries()) {
        const before = restarts[index - 1];
        const isCalm = before === undefined || crashedAtMs - before.atMs >= spec.windowMs;
        assert.ok(delayMs <= spec.backoffMs[1]);
        const [firstMs, longestMs] = spec.backoffMs;
        if (isCalm) assert.is(delayMs, firstMs === longestMs ? firstMs : 0);
        else assert.ok(delayMs >= before.delayMs);
      }
    }),
    { numRuns: 150 },
  );
});

/** A 256th of the window is the error that counting in slices may make. */
function assertGivenUpForCause(spec: RestartSpec, uptimesMs: number[]) {
  const { restarts, last } = live(spec, uptimesMs);
  if (last?.kind !== 'give-up') return;
  const waitedMs = restarts.reduce((sum, { delayMs }) => sum + delayMs, 0);
  const crashedAtMs = uptimesMs.slice(0, restarts.length + 1).reduce((sum, each) => sum + each, waitedMs);
  const slackMs = spec.maxRestarts > 256 ? spec.windowMs / 256 : 0;
  const counted = restarts.filter(({ atMs }) => atMs > crashedAtMs - spec.windowMs - slackMs);
  assert.ok(counted.length >= spec.maxRestarts);
}

test('it gives up only when the window is full', () => {
  fc.assert(fc.property(anySpec, anyUptimes, assertGivenUpForCause), { numRuns: 150 });
});

test.run();
