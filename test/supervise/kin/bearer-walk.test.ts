import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import { BearerWalk, TOKEN_VARIABLE } from '../../../src/supervise/kin/bearer-walk.ts';
import { findBearers } from '../../../src/supervise/kin/token-search.ts';

const OURS = 1000;
const STRANGER = 2000;

interface Shown {
  user?: number;
  /** What each reading of its environment shows, in turn; the last one for ever. */
  tokens: (string | null | 'unready')[];
  state?: string;
}

/** A table of which every listing is another one: the last one for ever. */
function tableOf(listings: number[][], processes: Record<number, Shown>) {
  const reads: number[] = [];
  const table = {
    bootId: () => 'boot',
    pidNamespace: () => 'ns',
    pids: () => (listings.length > 1 ? listings.shift()! : listings[0]!),
    userId: (pid: number) => processes[pid]?.user ?? OURS,
    environment: (pid: number, [name]: string[]) => {
      assert.is(name, TOKEN_VARIABLE);
      reads.push(pid);
      const { tokens } = processes[pid]!;
      const shown = tokens.length > 1 ? tokens.shift()! : tokens[0]!;
      return shown === 'unready' ? shown : [shown];
    },
    pidNamespaceOf: () => 'ns',
    stat: (pid: number) => {
      const shown = processes[pid];
      const state = shown?.state ?? 'S';
      return shown === undefined ? null : { pid, state, ppid: 1, session: pid, startTicks: pid, threads: 1 };
    },
  };
  return { table: table as unknown as ProcessTable, reads };
}

const options = (table: ProcessTable) => ({
  table,
  tokens: new Set(['T']),
  skip: new Set<number>(),
  users: new Set([OURS]),
});

const pidsOf = (table: ProcessTable) =>
  findBearers({
    table,
    origins: new Map([['T', { leader: null, users: new Set([OURS]) }]]),
    skip: new Set(),
  }).map(({ identity }) => identity.pid);

test('a process in the middle of an exec is checked again until it has an answer', () => {
  const { table } = tableOf([[10, 11]], {
    10: { tokens: [null] },
    11: { tokens: ['unready', 'unready', 'T'] },
  });
  assert.equal(pidsOf(table), [11]);
});

test('a process whose exec takes long is waited for, also by who waits in the same turn', () => {
  const hasProgramAt = performance.now() + 400;
  const tokens = new Proxy<string[]>(['T'], {
    get: (_, key) => (key === 'length' ? 1 : performance.now() < hasProgramAt ? 'unready' : 'T'),
  });
  const { table } = tableOf([[10]], { 10: { tokens } });
  assert.equal(pidsOf(table), [10]);
});

test('a process created behind the reader is found by the next pass', () => {
  const { table } = tableOf([[10], [10, 11], [10, 11, 12], [10, 11, 12]], {
    10: { tokens: ['T'] },
    11: { tokens: ['T'] },
    12: { tokens: ['T'] },
  });
  assert.equal(pidsOf(table), [10, 11, 12]);
});

test('a search ends with a pass that finds nothing new, and reads no process twice', () => {
  const { table, reads } = tableOf([[10, 11]], { 10: { tokens: [null] }, 11: { tokens: ['T'] } });
  const walk = new BearerWalk(options(table));
  assert.is(walk.look(), false);
  assert.is(walk.look(), true);
  assert.equal(reads, [10, 11]);
});

test('processes of other users are neither read nor waited for', () => {
  const { table, reads } = tableOf([[10], [10, 11]], {
    10: { user: STRANGER, tokens: ['T'] },
    11: { user: STRANGER, tokens: ['unready'] },
  });
  assert.is(new BearerWalk(options(table)).look(), true);
  assert.equal(pidsOf(table), []);
  assert.equal(reads, []);
});

test('a process that ended without an answer is not waited for', () => {
  const { table } = tableOf([[10]], { 10: { tokens: ['unready'], state: 'Z' } });
  assert.equal(pidsOf(table), []);
});

test.run();
