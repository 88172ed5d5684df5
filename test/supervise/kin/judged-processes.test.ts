import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machineUptimeMs, TICK_MS } from '../../../src/runtime/proc/uptime.ts';
import type { Origin } from '../../../src/supervise/kin/token-origins.ts';
import { TokenSearch } from '../../../src/supervise/kin/token-search.ts';
import { type Listed, OURS, processesInMemory, STRANGER } from './processes-in-memory.ts';

const NOBODY = { has: () => false };

/** A search for the tokens `a` and `b` among these, which a dead daemon's apps were started with. */
function searchAmong(listed: Record<number, Listed>, users = new Set([OURS])) {
  const turnover = { forks: 1000, forksUntilReuse: 500 };
  const { table, reads } = processesInMemory(listed, turnover);
  const origins = new Map<string, Origin>([
    ['a', { leader: null, users }],
    ['b', { leader: null, users }],
  ]);
  const search = new TokenSearch(table, NOBODY, () => origins);
  const readsFor = async (token: string) => {
    reads.length = 0;
    await search.find(token, { withSession: false });
    return [...reads];
  };
  return { search, turnover, readsFor };
}

const soon = Math.round(machineUptimeMs() / TICK_MS) + 1000;

test('a process that bears no token is read once, however many searches there are', async () => {
  const { readsFor } = searchAmong({ 100: {}, 101: { env: { OPM_TOKEN: 'other' } } });
  assert.equal(await readsFor('a'), [100, 101]);
  assert.equal(await readsFor('a'), []);
  assert.equal(await readsFor('b'), []);
});

test('one that bears the token that is searched for is read and found by every search', async () => {
  const { search, readsFor } = searchAmong({ 100: { env: { OPM_TOKEN: 'a' } } });
  assert.equal(await readsFor('b'), [100]);
  assert.equal(await readsFor('a'), [100]);
  assert.equal(await readsFor('a'), [100]);
  assert.equal(
    (await search.find('a', { withSession: false })).map(({ identity }) => identity.pid),
    [100],
  );
});

test('one that may be before its exec is read again', async () => {
  const { readsFor } = searchAmong({ 100: { startTicks: soon }, 101: { ppid: process.pid } });
  assert.equal(await readsFor('a'), [100, 101]);
  assert.equal(await readsFor('a'), [100, 101]);
});

test('one that hides its environment is looked at again', async () => {
  const { readsFor } = searchAmong({ 100: { isHidden: true } });
  assert.equal(await readsFor('a'), [100]);
  assert.equal(await readsFor('a'), [100]);
});

test('one that runs as a stranger is read once an app may run as that user', async () => {
  const users = new Set([OURS]);
  const { readsFor } = searchAmong({ 100: { user: STRANGER } }, users);
  assert.equal(await readsFor('a'), []);
  users.add(STRANGER);
  assert.equal(await readsFor('a'), [100]);
});

test('who is in the session of an adopted process counts without a token, whoever it runs as', async () => {
  const leader = { bootId: 'boot', pidNamespace: 'ns', pid: 50, startTicks: 50 };
  const listed: Record<number, Listed> = {
    100: { session: 50 },
    101: { session: 50, user: STRANGER },
    102: { session: 50, isHidden: true },
    103: { session: 50, env: { OPM_TOKEN: 'other' } },
    104: { session: 51 },
    105: { session: 50, startTicks: 49 },
  };
  const { table } = processesInMemory(listed, { forks: 1000, forksUntilReuse: 500 });
  const origins = new Map<string, Origin>([['a', { leader, users: new Set([OURS]) }]]);
  const search = new TokenSearch(table, NOBODY, () => origins);
  const found = async (withSession: boolean) =>
    (await search.find('a', { withSession })).map(({ identity }) => identity.pid);
  assert.equal(await found(false), []);
  assert.equal(await found(true), [100, 101, 102]);
  // The PID was given out again: that session is another one.
  listed[50] = { startTicks: 200 };
  assert.equal(await found(true), []);
});

test('all are read anew before a PID can have been given out again', async () => {
  const { turnover, readsFor } = searchAmong({ 100: {} });
  await readsFor('a');
  turnover.forks += 499;
  assert.equal(await readsFor('a'), []);
  turnover.forks += 1;
  assert.equal(await readsFor('a'), [100]);
  assert.equal(await readsFor('a'), []);
});

test.run();
