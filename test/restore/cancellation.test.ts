import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Cancellation } from '../../src/restore/cancellation.ts';
import { deferred } from '../../src/supervise/deferred.ts';

const callerOf = (pid: number) => ({ pid, command: 'opm restore' });

/** Two restores: one at work, one that waits. Each ends when it is cancelled or `end` is called. */
function two() {
  const cancellation = new Cancellation();
  const end = deferred<void>();
  const reasons: string[] = [];
  const add = (pid: number, begins: boolean) =>
    cancellation.during(callerOf(pid), async (cancelled, begun) => {
      if (begins) begun();
      cancelled.addEventListener('abort', () => reasons.push(`${pid}: ${cancelled.reason}`));
      await end.promise;
    });
  const all = Promise.all([add(1, true), add(2, false)]);
  return {
    cancellation,
    reasons,
    end: () => {
      end.resolve();
      return all;
    },
  };
}

test('a caller cancels only its own restore, whether it is waiting or running', async () => {
  const { cancellation, reasons, end } = two();
  assert.is(cancellation.cancel(callerOf(2)), true);
  assert.equal(reasons, ['2: cancelled']);
  assert.is(cancellation.cancel(callerOf(1)), true);
  assert.equal(reasons, ['2: cancelled', '1: cancelled']);
  assert.is(cancellation.cancel(callerOf(3)), false);
  assert.is(cancellation.cancel({ pid: 1, command: 'opm start x' }), false);
  await end();
});

test('without a caller, the running one is cancelled', async () => {
  const { cancellation, reasons, end } = two();
  assert.is(cancellation.cancel(undefined), true);
  assert.equal(reasons, ['1: cancelled']);
  await end();
});

test('a restore that has ended cannot be cancelled', async () => {
  const { cancellation, reasons, end } = two();
  await end();
  assert.is(cancellation.cancel(undefined), false);
  assert.is(cancellation.cancel(callerOf(2)), false);
  cancellation.cancelAll('the daemon is being shut down');
  assert.equal(reasons, []);
});

test('a shutdown cancels everything', async () => {
  const { cancellation, reasons, end } = two();
  cancellation.cancelAll('the daemon is being shut down');
  assert.is(reasons.length, 2);
  await end();
});

test.run();
