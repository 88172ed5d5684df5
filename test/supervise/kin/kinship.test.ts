import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findBearers } from '../../../src/supervise/kin/token-search.ts';
import { type Listed, OURS, processesInMemory, STRANGER } from './processes-in-memory.ts';

const T = { env: { OPM_TOKEN: 'T' } };
/** The process that was started; start ticks are PIDs here. */
const LEADER = 100;
const SHELL = 50;

/** Who counts as what came of process 100, which is dead unless it is listed. */
function kinAmong(
  listed: Record<number, Listed>,
  { isKnown = true, users = new Set([OURS]) } = {},
): number[] {
  const { table } = processesInMemory(listed);
  const identity = { bootId: 'boot', pidNamespace: 'ns', pid: LEADER, startTicks: LEADER };
  const origins = new Map([['T', { leader: isKnown ? identity : null, users }]]);
  return findBearers({ table, origins, skip: new Set() }).map(({ identity: { pid } }) => pid);
}

test('what is in the session of the process that was started came of it', () => {
  assert.equal(
    kinAmong({ 101: { ...T, session: LEADER }, 102: { ...T, session: LEADER, group: 102 } }),
    [101, 102],
  );
});

test('so does what led a session of its own and was orphaned, and what is in such a session', () => {
  assert.equal(kinAmong({ 101: T, 102: { ...T, ppid: 101, session: 101 } }), [101, 102]);
});

test('so does a double fork, whose session has lost its leader', () => {
  assert.equal(kinAmong({ 102: { ...T, session: 101 } }), [102]);
  // To whomever orphans are given there: no fork leaves its parent's session.
  assert.equal(kinAmong({ [SHELL]: {}, 102: { ...T, session: 101, ppid: SHELL } }), [102]);
  assert.equal(kinAmong({ 102: { ...T, session: 101, ppid: process.pid } }), [102]);
});

test('so does a child in a session of its own whose parent came of it', () => {
  assert.equal(kinAmong({ 100: T, 103: { ...T, ppid: 100 } }), [100, 103]);
  // That its parent has wiped its environment changes nothing.
  assert.equal(kinAmong({ 100: T, 101: { session: 100, ppid: 100 }, 103: { ...T, ppid: 101 } }), [100, 103]);
});

test('so does what was given to the manager of a user', () => {
  assert.equal(kinAmong({ 20: { comm: 'systemd', session: 20 }, 101: { ...T, ppid: 20 } }), [101]);
});

test('so does what loses its parent while it is looked at', () => {
  assert.equal(kinAmong({ 102: { ...T, session: 102, ppid: 101 } }), [102]);
});

test('a copy of the environment in the session of a living shell did not', () => {
  assert.equal(kinAmong({ [SHELL]: { ppid: 40 }, 101: { ...T, ppid: SHELL, session: SHELL } }), []);
  // Nor when it has lost its parent in there, or when the shell is younger.
  assert.equal(kinAmong({ [SHELL]: { ppid: 40 }, 101: { ...T, session: SHELL } }), []);
  assert.equal(kinAmong({ 40: {}, 150: { ppid: 40 }, 151: { ...T, ppid: 150, session: 150 } }), []);
});

test('a copy in a session of its own that a living shell has started did not, nor what it starts', () => {
  const copy = { [SHELL]: { ppid: 40 }, 40: {}, 101: { ...T, ppid: SHELL } };
  assert.equal(kinAmong(copy), []);
  assert.equal(kinAmong({ ...copy, 102: { ...T, ppid: 101, session: 101 } }), []);
});

test('what is older than the process that was started did not come of it', () => {
  assert.equal(kinAmong({ 99: T, 98: { ...T, session: LEADER } }), []);
});

test('another session that got the number of the old one is another one', () => {
  const reused = { 100: { startTicks: 500, ppid: 40 }, 40: {}, 501: { ...T, session: 100, ppid: 100 } };
  assert.equal(kinAmong(reused), []);
});

test('processes of other users do not count, wherever they are', () => {
  assert.equal(
    kinAmong({ 101: { ...T, user: STRANGER }, 102: { ...T, session: LEADER, user: STRANGER } }),
    [],
  );
  // Not even as a link between two that do.
  assert.equal(kinAmong({ 101: { ...T, user: STRANGER }, 102: { ...T, ppid: 101, session: 101 } }), []);
  assert.equal(kinAmong({ 101: { ...T, user: STRANGER } }, { users: new Set([OURS, STRANGER]) }), [101]);
});

test('a process of a PID namespace below counts by its descent alone', () => {
  assert.equal(kinAmong({ 101: { ...T, namespace: 'below' } }), []);
  assert.equal(kinAmong({ 100: T, 101: { ...T, namespace: 'below', ppid: 100 } }), [100, 101]);
});

test('what entered the PID namespace from outside counts by its session alone', () => {
  assert.equal(
    kinAmong({ 101: { ...T, ppid: 0, session: 0 }, 102: { ...T, ppid: 0, session: LEADER } }),
    [102],
  );
});

test('before the process is known, whoever leads a session with the token is it', () => {
  const started = { [SHELL]: { ppid: 40 }, 101: { ...T, ppid: SHELL } };
  assert.equal(kinAmong(started, { isKnown: false }), [101]);
  const copied = { [SHELL]: { ppid: 40 }, 101: { ...T, ppid: SHELL, session: SHELL } };
  assert.equal(kinAmong(copied, { isKnown: false }), []);
});

test.run();
