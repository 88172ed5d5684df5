import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Deadline, type DeadlineClock, Deadlines } from '../../src/supervise/deadlines.ts';

/** A clock that stands still until it is told to move; it has one timer, like the program has. */
class HandClock implements DeadlineClock {
  nowMs = 0;
  wakes = 0;
  longestDelayMs = 0;
  #wake: { atMs: number; callback: () => void } | null = null;

  now(): number {
    return this.nowMs;
  }

  wake(callback: () => void, delayMs: number): () => void {
    assert.is(this.#wake, null, 'one timer at a time');
    this.longestDelayMs = Math.max(this.longestDelayMs, delayMs);
    const mine = { atMs: this.nowMs + delayMs, callback };
    this.#wake = mine;
    return () => {
      if (this.#wake === mine) this.#wake = null;
    };
  }

  get isArmed(): boolean {
    return this.#wake !== null;
  }

  moveTo(timeMs: number): void {
    while (this.#wake !== null && this.#wake.atMs <= timeMs) {
      const { atMs, callback } = this.#wake;
      this.#wake = null;
      this.nowMs = Math.max(this.nowMs, atMs);
      this.wakes += 1;
      callback();
    }
    this.nowMs = Math.max(this.nowMs, timeMs);
  }
}

test('deadlines fire in the order of their times, and equal ones in the order they were set', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  const seen: string[] = [];
  for (const [name, timeMs] of [
    ['c', 30],
    ['a', 10],
    ['b1', 20],
    ['b2', 20],
  ] as const) {
    deadlines.at(timeMs, () => seen.push(name));
  }
  clock.moveTo(9);
  assert.equal(seen, []);
  clock.moveTo(20);
  assert.equal(seen, ['a', 'b1', 'b2']);
  clock.moveTo(30);
  assert.equal(seen, ['a', 'b1', 'b2', 'c']);
});

test('it behaves like a plain list of deadlines, whatever is set, cancelled and renewed', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('set' as const),
      inMs: fc.integer({ min: 0, max: 50 }),
      again: fc.boolean(),
    }),
    fc.record({ do: fc.constant('cancel' as const), which: fc.nat(60) }),
    fc.record({ do: fc.constant('move' as const), byMs: fc.integer({ min: 0, max: 30 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const clock = new HandClock();
      const deadlines = new Deadlines({ clock });
      const handles: Deadline[] = [];
      const seen: number[] = [];
      const set = (timeMs: number, again: boolean) => {
        const id = handles.length;
        const happen = () => {
          seen.push(id);
          assert.ok(clock.nowMs >= timeMs, 'never early');
          if (again) set(clock.nowMs + 7, false);
        };
        handles.push(deadlines.at(timeMs, happen));
      };
      let pending: { id: number; timeMs: number; again: boolean }[] = [];
      const expected: number[] = [];
      let lastId = -1;
      for (const each of steps) {
        if (each.do === 'set') {
          const timeMs = clock.nowMs + each.inMs;
          set(timeMs, each.again);
          pending.push({ id: ++lastId, timeMs, again: each.again });
        } else if (each.do === 'cancel') {
          handles[each.which]?.cancel();
          pending = pending.filter(({ id }) => id !== each.which);
        } else {
          const untilMs = clock.nowMs + each.byMs;
          clock.moveTo(untilMs);
          for (;;) {
            pending.sort((a, b) => a.timeMs - b.timeMs || a.id - b.id);
            const next = pending[0];
            if (next === undefined || next.timeMs > untilMs) break;
            pending.shift();
            expected.push(next.id);
            if (next.again) pending.push({ id: ++lastId, timeMs: next.timeMs + 7, again: false });
          }
        }
        assert.equal(seen, expected);
        assert.is(deadlines.size, pending.length);
        assert.is(clock.isArmed, pending.length > 0);
      }
    }),
    { numRuns: 300 },
  );
});

test('after many cancellations, the remaining deadlines still fire in order', () => {
  const some = fc.array(fc.record({ timeMs: fc.nat(1000), cancelled: fc.boolean() }), {
    maxLength: 200,
    size: 'max',
  });
  fc.assert(
    fc.property(some, (entries) => {
      const clock = new HandClock();
      const deadlines = new Deadlines({ clock });
      const seen: number[] = [];
      const handles = entries.map(({ timeMs }) => deadlines.at(timeMs, () => seen.push(timeMs)));
      for (const [index, { cancelled }] of entries.entries()) if (cancelled) handles[index]!.cancel();
      clock.moveTo(1000);
      const left = entries.filter(({ cancelled }) => !cancelled).map(({ timeMs }) => timeMs);
      assert.equal(
        seen,
        left.sort((a, b) => a - b),
      );
    }),
    { numRuns: 300 },
  );
});

test('a cancelled deadline leaves nothing behind, and the timer ends with the last one', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  const handles = Array.from({ length: 1000 }, (_, index) => deadlines.at(1000 - index, assert.unreachable));
  assert.is(deadlines.size, 1000);
  for (const handle of handles) handle.cancel();
  for (const handle of handles) handle.cancel();
  assert.is(deadlines.size, 0);
  assert.not(clock.isArmed);
});

test('a thousand deadlines at one moment cost one wake', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  let count = 0;
  for (let index = 0; index < 1000; index += 1) deadlines.at(500, () => count++);
  clock.moveTo(500);
  assert.is(count, 1000);
  assert.is(clock.wakes, 1);
});

test('a callback that throws does not affect other deadlines', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  let isSecondDone = false;
  deadlines.at(10, () => {
    throw new Error('of the first');
  });
  deadlines.at(10, () => {
    isSecondDone = true;
  });
  assert.throws(() => clock.moveTo(10), 'of the first');
  clock.moveTo(10);
  assert.ok(isSecondDone);
});

test('a deadline that renews itself for the same moment does not block the event loop', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  let count = 0;
  const renew = () => {
    count += 1;
    if (count < 3) deadlines.at(10, renew);
    else assert.is(clock.wakes, 3);
  };
  deadlines.at(10, renew);
  clock.moveTo(10);
  assert.is(count, 3);
});

test('clear cancels everything', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  const handle = deadlines.at(10, assert.unreachable);
  deadlines.at(20, assert.unreachable);
  deadlines.clear();
  handle.cancel();
  clock.moveTo(100);
  assert.is(deadlines.size, 0);
});

test('with the real clock a deadline comes no earlier than it should', async () => {
  const deadlines = new Deadlines();
  const startedAtMs = deadlines.now();
  await new Promise<void>((resolve) => void deadlines.after(20, resolve));
  assert.ok(deadlines.now() - startedAtMs >= 20);
});

test('a wait of more than 2³¹ ms is taken in steps that setTimeout can take', () => {
  const clock = new HandClock();
  const deadlines = new Deadlines({ clock });
  let isDone = false;
  deadlines.after(2 ** 33, () => {
    isDone = true;
  });
  clock.moveTo(2 ** 33 - 1);
  assert.not(isDone);
  clock.moveTo(2 ** 33);
  assert.ok(isDone);
  assert.ok(clock.longestDelayMs < 2 ** 31);
});

test('a pending deadline keeps the program running only if requested', () => {
  const module = new URL('../../src/supervise/deadlines.ts', import.meta.url).href;
  const program = (keepAlive: boolean) => `
    const { Deadlines } = await import(${JSON.stringify(module)});
    new Deadlines({ keepAlive: ${keepAlive} }).after(30, () => console.log('happened'));`;
  const output = (keepAlive: boolean) =>
    spawnSync(process.execPath, [...runnerArguments(), program(keepAlive)], { encoding: 'utf8' }).stdout;
  assert.is(output(true), 'happened\n');
  assert.is(output(false), '');
});

/** What makes this runtime run TypeScript from its command line. */
function runnerArguments(): string[] {
  if ('Deno' in globalThis) return ['eval'];
  if ('Bun' in globalThis) return ['-e'];
  return ['--import', './scripts/typescript.mjs', '--input-type=module', '-e'];
}

test.run();
