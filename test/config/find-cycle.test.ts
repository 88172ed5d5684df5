import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findCycle } from '../../src/config/find-cycle.ts';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

test('a graph without a cycle has none', () => {
  assert.is(findCycle(graph({})), null);
  assert.is(findCycle(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })), null);
  assert.is(findCycle(graph({ a: ['elsewhere'] })), null);
});

test('a cycle is reported along its edges, without the path leading to it', () => {
  assert.equal(findCycle(graph({ a: ['b'], b: ['c'], c: ['b'] })), ['b', 'c', 'b']);
  assert.equal(findCycle(graph({ a: ['a'] })), ['a', 'a']);
});

test('a chain of 20,000 is no problem', () => {
  const edges = new Map(Array.from({ length: 20_000 }, (_, index) => [`${index}`, [`${index + 1}`]]));
  assert.is(findCycle(edges), null);
  edges.set('20000', ['0']);
  assert.is(findCycle(edges)?.length, 20_002);
});

test('every reported cycle is one, and none is reported only if the names can be sorted', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const edges = fc.dictionary(
    fc.constantFrom(...names),
    fc.array(fc.constantFrom(...names), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(edges, (record) => {
      const map = graph(record);
      const cycle = findCycle(map);
      if (cycle === null) {
        assert.ok(canBeOrdered(map));
        return;
      }
      assert.is(cycle[0], cycle.at(-1));
      for (let index = 1; index < cycle.length; index += 1) {
        assert.ok(map.get(cycle[index - 1]!)?.includes(cycle[index]!));
      }
    }),
  );
});

function canBeOrdered(edges: Map<string, string[]>): boolean {
  const left = new Map(edges);
  for (let removed = true; removed; ) {
    removed = false;
    for (const [name, targets] of left) {
      if (targets.some((target) => left.has(target))) continue;
      left.delete(name);
      removed = true;
    }
  }
  return left.size === 0;
}

test.run();
