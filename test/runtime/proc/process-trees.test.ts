import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessStat, ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import { readTrees } from '../../../src/runtime/proc/process-trees.ts';

type Line = Pick<ProcessStat, 'pid' | 'ppid' | 'session'> & Partial<ProcessStat>;

function tableOf(lines: Line[]): ProcessTable {
  const stats = new Map(
    lines.map((line): [number, ProcessStat] => {
      const usual = { comm: 'x', state: 'S', processGroup: line.session, threads: 1, startTicks: line.pid };
      return [line.pid, { ...usual, userTicks: 1, systemTicks: 2, rssBytes: 100, ...line }];
    }),
  );
  return { pids: () => [...stats.keys()], stat: (pid: number) => stats.get(pid) ?? null } as never;
}

test("a tree is its leader's session and all descendants", () => {
  const table = tableOf([
    { pid: 1, ppid: 0, session: 1 },
    { pid: 10, ppid: 1, session: 10 },
    // Its parent is gone, its session is not.
    { pid: 11, ppid: 1, session: 10 },
    // It began a session of its own, and its child is two steps away.
    { pid: 13, ppid: 12, session: 12 },
    { pid: 12, ppid: 10, session: 12 },
    // Of another tree, and of none.
    { pid: 20, ppid: 1, session: 20 },
    { pid: 30, ppid: 1, session: 30 },
  ]);
  const trees = readTrees(table, new Set([10, 20]));
  assert.equal([...trees.keys()], [10, 20]);
  const { leader, ...usage } = trees.get(10)!;
  assert.is(leader?.pid, 10);
  assert.equal(usage, { rssBytes: 400, ticks: 12, processes: 4 });
  assert.is(trees.get(20)!.processes, 1);
});

test('an app started by an app has its own tree', () => {
  const table = tableOf([
    { pid: 10, ppid: 1, session: 10 },
    { pid: 20, ppid: 10, session: 20 },
    { pid: 21, ppid: 20, session: 20 },
  ]);
  const trees = readTrees(table, new Set([10, 20]));
  assert.equal([trees.get(10)!.processes, trees.get(20)!.processes], [1, 2]);
});

test('dead processes do not count, and a missing leader has no usage', () => {
  const table = tableOf([{ pid: 11, ppid: 1, session: 10, state: 'Z' }]);
  assert.equal(readTrees(table, new Set([10])).get(10), {
    leader: null,
    rssBytes: 0,
    ticks: 0,
    processes: 0,
  });
});

test('without requests nothing is read', () => {
  const table = { pids: () => assert.unreachable() } as never;
  assert.is(readTrees(table, new Set()).size, 0);
});

test('every process belongs to at most one tree, whatever the table says, even with cycles', () => {
  const pid = fc.integer({ min: 1, max: 12 });
  const lines = fc.uniqueArray(fc.record({ pid, ppid: pid, session: pid }), { selector: (line) => line.pid });
  fc.assert(
    fc.property(lines, fc.uniqueArray(pid, { maxLength: 4 }), (all, leaders) => {
      const trees = [...readTrees(tableOf(all), new Set(leaders)).values()];
      const sum = trees.reduce((total, { processes }) => total + processes, 0);
      assert.ok(sum <= all.length);
      for (const line of all) if (leaders.includes(line.pid)) assert.ok(sum > 0);
    }),
  );
});

test.run();
