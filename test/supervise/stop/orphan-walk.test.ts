import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessStat, ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import type { Descent } from '../../../src/supervise/stop/descent.ts';
import { OrphanWalk } from '../../../src/supervise/stop/orphan-walk.ts';

interface Shown {
  ppid?: number;
  session?: number;
  processGroup?: number;
  state?: string;
  user?: number;
  /** One for each reading; the last one stays. */
  tokens?: (string | null | 'unready')[];
}

const OURS = 1000;
const DAEMON = 1;

/** Orphans as they are met, look by look; the last look stays. */
function walkOver(looks: Record<number, Shown>[], heads: Record<number, number> = {}) {
  const stats = looks.map(
    (shown) =>
      new Map(
        Object.entries(shown).map(([name, { ppid = DAEMON, session, processGroup, state = 'S' }]) => {
          const pid = Number(name);
          const group = processGroup ?? session ?? pid;
          const stat = {
            pid,
            ppid,
            session: session ?? pid,
            processGroup: group,
            state,
            threads: 1,
            startTicks: pid,
          };
          return [pid, stat as ProcessStat];
        }),
      ),
  );
  const all = Object.assign({}, ...looks) as Record<number, Shown>;
  const table = {
    userId: (pid: number) => all[pid]?.user ?? OURS,
    stat: (pid: number) => (heads[pid] === undefined ? null : { pid, startTicks: heads[pid] }),
    environment: (pid: number) => {
      const tokens = all[pid]?.tokens ?? [null];
      const shown = tokens.length > 1 ? tokens.shift()! : (tokens[0] ?? null);
      return shown === 'unready' ? shown : [shown];
    },
  } as unknown as ProcessTable;
  const orphans = {
    look: () => (stats.length > 1 ? stats.shift()! : stats[0]!),
    descendantsOf: () => [],
    zombies: () => [],
    reap: () => false,
  };
  return new OrphanWalk({ table, orphans, claims: new Set(), users: new Set([OURS]) });
}

function descent(token: string, pid: number | null = null): Descent {
  const identity = pid === null ? null : { bootId: 'b', pidNamespace: 'n', pid, startTicks: pid };
  return { token, identity, adopted: false, kin: new Map() };
}

/** How many looks it takes. */
function settle(walk: OrphanWalk): number {
  for (let looks = 1; ; looks += 1) {
    if (walk.look()) return looks;
    assert.ok(looks < 20, 'it ends');
  }
}

test('without leftovers, one pass is enough', () => {
  assert.is(settle(walkOver([{}])), 1);
});

test('an orphan belongs to the start whose token it carries, whatever its session', () => {
  const walk = walkOver([
    { 20: { tokens: ['A'] }, 21: { tokens: ['B'], session: 10 }, 22: { tokens: ['X'], session: 10 } },
  ]);
  assert.is(settle(walk), 2);
  const [a, b] = [descent('A', 10), descent('B')];
  const sorted = walk.sort([a, b]);
  assert.equal(sorted.get(a), [20]);
  assert.equal(sorted.get(b), [21]);
});

test('without a token, the session, group or parent decides', () => {
  const walk = walkOver([
    {
      20: { session: 10 },
      21: { processGroup: 10 },
      22: {},
      23: { ppid: 20 },
      24: { ppid: 22 },
      25: { ppid: 23 },
    },
  ]);
  settle(walk);
  const a = descent('A', 10);
  assert.equal(walk.sort([a]).get(a), [20, 21, 23, 25]);
});

test('a known descendant is identified by its PID and start time', () => {
  const walk = walkOver([{ 20: {}, 21: {} }]);
  settle(walk);
  const a = descent('A', 10);
  a.kin.set(20, 20).set(21, 5);
  assert.equal(walk.sort([a]).get(a), [20]);
});

test('a descendant stays known after its parent has ended', () => {
  const a = descent('A', 10);
  const walk = walkOver([{ 20: { session: 10 }, 21: { ppid: 20 } }]);
  settle(walk);
  walk.sort([a]);
  const later = walkOver([{ 21: {} }]);
  settle(later);
  assert.equal(later.sort([a]).get(a), [21]);
});

test('a session is a different one once its number is reused', () => {
  const walk = walkOver([{ 20: { session: 10 } }], { 10: 15 });
  settle(walk);
  const a = descent('A', 10);
  assert.equal(walk.sort([a]).get(a), []);
  const same = walkOver([{ 20: { session: 10 } }], { 10: 10 });
  settle(same);
  assert.equal(same.sort([a]).get(a), [20]);
});

test('a process without an answer is checked again, and one that exits may have left a child behind', () => {
  const unready = walkOver([{ 20: { tokens: ['unready', 'unready', 'A'] } }]);
  assert.is(settle(unready), 4);
  const a = descent('A');
  assert.equal(unready.sort([a]).get(a), [20]);
  const chain = walkOver([{ 20: { tokens: ['A'] } }, { 20: { state: 'Z' } }, { 21: { tokens: ['A'] } }]);
  settle(chain);
  assert.equal(chain.sort([a]).get(a), [21]);
});

test('a process that exits between listing and reading causes another pass', () => {
  const ended = { state: 'Z' };
  const walk = walkOver([{ 20: ended }, { 20: ended, 21: { tokens: ['A'] } }]);
  settle(walk);
  const a = descent('A');
  assert.equal(walk.sort([a]).get(a), [21]);
});

test('the environment of a foreign process is not read', () => {
  const walk = walkOver([{ 20: { user: 7, tokens: ['A'] } }]);
  settle(walk);
  const a = descent('A');
  assert.equal(walk.sort([a]).get(a), []);
});

test.run();
