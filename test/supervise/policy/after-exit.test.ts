import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestartSpec } from '../../../src/config/instance/instance-spec.ts';
import type { Exit } from '../../../src/ledger/facts.ts';
import { exitBecause, unknownExit } from '../../../src/supervise/outcome.ts';
import { decideAfterExit, isCompletion } from '../../../src/supervise/policy/after-exit.ts';
import { NO_CRASHES } from '../../../src/supervise/policy/restart-policy.ts';
import { specOf } from '../../ledger/ledger-parts.ts';

const exited = (code: number): Exit => ({ code, signal: null, unknown: false, reason: null });
const restart: RestartSpec = { policy: 'always', backoffMs: [100, 1000], maxRestarts: 2, windowMs: 10_000 };

function after(exit: Exit, overrides: Partial<Parameters<typeof decideAfterExit>[0]> = {}) {
  const spec = overrides.spec ?? specOf({ restart });
  const rest = { want: 'running', held: false, crashes: NO_CRASHES, livedMs: null, nowMs: 0 } as const;
  const { status, settled, delayMs, reason } = decideAfterExit({ ...rest, ...overrides, spec, exit });
  return [status, settled, delayMs, reason];
}

const policy = (name: RestartSpec['policy']) => specOf({ restart: { ...restart, policy: name } });

test('an instance that should run is started again', () => {
  assert.equal(after(exited(1)), ['backoff', null, 0, null]);
  assert.equal(after(exited(0)), ['backoff', null, 0, null]);
  assert.equal(after(unknownExit(null)), ['backoff', null, 0, null]);
});

test('an instance wanted stopped rests, however it ended', () => {
  for (const held of [true, false]) {
    assert.equal(after(exited(1), { want: 'stopped', held }), ['stopped', 'stopped', null, null]);
  }
});

test('a finished job rests, and with "never" so does a failed one', () => {
  assert.equal(after(exited(0), { spec: policy('on-failure') }), ['stopped', 'stopped', null, null]);
  assert.equal(after(exited(0), { spec: policy('never') }), ['stopped', 'stopped', null, null]);
  assert.equal(after(exited(3), { spec: policy('never') }), ['stopped', 'stopped', null, null]);
  assert.is(isCompletion(policy('always'), exited(0)), false);
});

test('an instance held by a restore is errored, with the reason, and not started again', () => {
  assert.equal(after(exited(3), { held: true }), ['errored', 'errored', null, 'exited with code 3']);
  assert.equal(after(exitBecause('was not ready within 1 s'), { held: true })[3], 'was not ready within 1 s');
  const killed = { code: null, signal: 'SIGSEGV', unknown: false, reason: null };
  assert.is(after(killed, { held: true })[3], 'was ended by SIGSEGV');
  assert.is(after(unknownExit(null), { held: true })[3], 'ended while no daemon was watching');
});

test('after too many crashes it is given up, and the reason says how often', () => {
  let crashes = NO_CRASHES;
  const delays: (number | null)[] = [];
  for (let crash = 0; crash < 2; crash += 1) {
    const spec = specOf({ restart });
    const next = decideAfterExit({
      spec,
      want: 'running',
      held: false,
      exit: exited(1),
      crashes,
      livedMs: null,
      nowMs: crash,
    });
    crashes = next.crashes;
    delays.push(next.delayMs);
  }
  assert.equal(delays, [0, 100]);
  const [status, settled, , reason] = after(exited(1), { crashes, nowMs: 2 });
  assert.equal([status, settled], ['errored', 'errored']);
  assert.is(reason, 'exited with code 1; it ended again after it was restarted 2 times within 10 s');
});

test.run();
