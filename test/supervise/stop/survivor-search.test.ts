import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessStat, ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import { TokenSearch } from '../../../src/supervise/kin/token-search.ts';
import { type Descent, leftoverOf } from '../../../src/supervise/stop/descent.ts';
import type { Orphans } from '../../../src/supervise/stop/orphans.ts';
import { SurvivorSearch } from '../../../src/supervise/stop/survivor-search.ts';
import { type Listed, OURS, processesInMemory } from '../kin/processes-in-memory.ts';

const USERS = new Set([OURS]);

/** A daemon's search among processes that a test changes at will. `looks`: how often it went over its orphans. */
function searchIn(
  listed: Record<number, Listed>,
  options: { orphans?: boolean; beforeLook?: () => void } = {},
) {
  const { table } = processesInMemory(listed);
  const seen = { looks: 0 };
  const pids = () => Object.keys(listed).map(Number);
  const orphans: Orphans = {
    look: () => {
      seen.looks += 1;
      const met = new Map<number, ProcessStat | null>(pids().map((pid) => [pid, table.stat(pid)]));
      options.beforeLook?.();
      return met;
    },
    descendantsOf: (pid) => pids().filter((other) => table.stat(other)?.ppid === pid),
    zombies: () => [],
    reap: () => false,
  };
  const origins = () => new Map(['A', 'B'].map((token) => [token, { leader: null, users: USERS }] as const));
  const search = new SurvivorSearch({
    ...{ table, claims: new Set<number>(), users: () => USERS },
    orphans: options.orphans === false ? null : orphans,
    tokens: new TokenSearch(table, new Set(), origins),
  });
  return { search, seen, table, orphans };
}

function descent(table: ProcessTable, token: string, pid: number): Descent {
  const { startTicks } = table.stat(pid)!;
  const identity = { bootId: 'boot', pidNamespace: 'ns', pid, startTicks };
  return { token, identity, adopted: false, kin: new Map() };
}

const bears = (token: string) => ({ env: { OPM_TOKEN: token, OPM_ID: '1' } });

const pidsOf = (found: { pid: number }[]): number[] => found.map(({ pid }) => pid);

test('searches that begin together share their looks, and each finds what is its own', async () => {
  const { search, seen, table } = searchIn({ 10: {}, 20: bears('A'), 30: bears('B'), 40: {} });
  const found = await Promise.all(
    ['A', 'B', 'C'].map((token) => search.find({ ...descent(table, token, 10), identity: null })),
  );
  assert.equal(found.map(pidsOf), [[20], [30], []]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.is(seen.looks, 2);
});

test('a descendant seen before the stop is found after its parent is gone, even without token and session', async () => {
  const listed: Record<number, Listed> = { 10: {}, 20: { ppid: 10 } };
  const { search, table } = searchIn(listed);
  const start = descent(table, 'A', 10);
  search.remember(start);
  delete listed[10];
  listed[20] = {};
  listed[30] = {};
  assert.equal(pidsOf(await search.find(start)), [20]);
});

test('a process that got the PID of a remembered descendant is not taken for it', async () => {
  const listed: Record<number, Listed> = { 10: {}, 20: { ppid: 10 } };
  const { search, table } = searchIn(listed);
  const start = descent(table, 'A', 10);
  search.remember(start);
  delete listed[10];
  listed[20] = { startTicks: 999 };
  assert.equal(await search.find(start), []);
});

test('a stop does not fail because nobody could look at the descendants', () => {
  const { search, table, orphans } = searchIn({ 10: {} });
  orphans.descendantsOf = () => {
    throw new Error('EMFILE');
  };
  const start = descent(table, 'A', 10);
  search.remember(start);
  assert.is(start.kin.size, 0);
});

test('who ends between the look and the answer may have left a child, so the search goes on', async () => {
  const listed: Record<number, Listed> = { 20: bears('A') };
  let looks = 0;
  const { search } = searchIn(listed, {
    beforeLook: () => {
      looks += 1;
      if (looks !== 2) return;
      delete listed[20];
      listed[21] = bears('A');
    },
  });
  const found = await search.find({ token: 'A', identity: null, adopted: false, kin: new Map() });
  assert.equal(pidsOf(found), [21]);
});

test('what never stands still is an error after two seconds, not "nothing left"', async () => {
  const listed: Record<number, Listed> = { 20: {} };
  let next = 20;
  const { search } = searchIn(listed, {
    beforeLook: () => {
      delete listed[next];
      next += 1;
      listed[next] = {};
    },
  });
  const now = performance.now;
  let ms = 0;
  performance.now = () => (ms += 500);
  try {
    const error = await search.find({ token: 'A', identity: null, adopted: false, kin: new Map() }).then(
      () => null,
      (reason) => reason.message,
    );
    assert.is(error, 'processes come and go faster than can be looked at');
  } finally {
    performance.now = now;
  }
});

test('if looking fails, every search that waits for it fails with the reason', async () => {
  const { search, orphans } = searchIn({});
  orphans.look = () => {
    throw new Error('EMFILE');
  };
  const outcomes = await Promise.allSettled(
    ['A', 'B'].map((token) => search.find({ token, identity: null, adopted: false, kin: new Map() })),
  );
  assert.equal(
    outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.message),
    ['EMFILE', 'EMFILE'],
  );
});

test('what an earlier daemon started is searched for by its token, among all processes', async () => {
  const listed = { 20: bears('A'), 30: bears('B') };
  const withOrphans = searchIn(listed);
  assert.equal(pidsOf(await withOrphans.search.find(leftoverOf('A'))), [20]);
  assert.is(withOrphans.seen.looks, 0);
  const { search, table } = searchIn(listed, { orphans: false });
  const start = descent(table, 'B', 30);
  search.remember(start);
  assert.is(start.kin.size, 0);
  assert.equal(pidsOf(await search.find(start)), [30]);
});

test.run();
