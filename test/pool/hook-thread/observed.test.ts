import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { observed, unobserved } from '../../../src/pool/hook-thread/observed.ts';

/** An observed object, and its JSON as of the last change that was reported. */
function watched<Value extends object>(root: Value): { state: Value; last: () => unknown } {
  let last = JSON.stringify(root);
  const state: Value = observed(root, () => {
    last = JSON.stringify(state);
  });
  return { state, last: () => JSON.parse(last) };
}

test('each change is reported, at any depth', () => {
  const { state, last } = watched<Record<string, unknown>>({});
  state.list = [];
  (state.list as unknown[]).push({ name: 'a' }, { name: 'b' });
  assert.equal(last(), { list: [{ name: 'a' }, { name: 'b' }] });
  (state.list as { name: string }[])[1]!.name = 'c';
  assert.equal(last(), { list: [{ name: 'a' }, { name: 'c' }] });
  (state.list as unknown[]).shift();
  assert.equal(last(), { list: [{ name: 'c' }] });
  delete state.list;
  assert.equal(last(), {});
  Object.assign(state, { a: 1 });
  assert.equal(last(), { a: 1 });
});

test('whatever is set, moved and deleted, the last report is the state', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const step = fc.tuple(fc.constantFrom('set', 'delete', 'move', 'push'), key, key, fc.jsonValue());
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { state, last } = watched<Record<string, unknown>>({});
      for (const [what, one, other, value] of steps) {
        if (what === 'set') state[one] = value;
        else if (what === 'delete') delete state[one];
        else if (what === 'move') state[other] = [state[one]];
        else if (Array.isArray(state[one])) (state[one] as unknown[]).push(value);
        assert.equal(last(), JSON.parse(JSON.stringify(state)));
      }
    }),
  );
});

test('what does not change is not reported', () => {
  let reports = 0;
  const state = observed<{ a: number; list: number[] }>({ a: 1, list: [] }, () => {
    reports += 1;
  });
  state.a = 1;
  state.list.push(1);
  assert.is(reports, 1);
});

test('an object is found in an array by itself and as it is read', () => {
  const first = { name: 'a' };
  const { state } = watched<{ list: object[] }>({ list: [first] });
  assert.is(state.list.indexOf(first), 0);
  assert.ok(state.list.includes(state.list[0]!));
  assert.is(state.list[0], state.list[0]);
  assert.is(unobserved(state.list[0]), first);
});

test('objects that are more than data are passed on as they are', () => {
  const since = new Date(0);
  const { state } = watched<Record<string, unknown>>({ since });
  assert.is(state.since, since);
  const fixed = { name: 'a' };
  state.frozen = Object.freeze({ fixed });
  assert.is((state.frozen as { fixed: object }).fixed, fixed);
});

test.run();
