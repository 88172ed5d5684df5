import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findStrays, Strays } from '../../../src/supervise/kin/strays.ts';
import { signToken } from '../../../src/supervise/kin/token-signer.ts';
import { findStrayObstacle } from '../../../src/supervise/preflight/preflight-stray.ts';
import { specOf } from '../../ledger/ledger-parts.ts';
import { type Listed, OURS, processesInMemory, STRANGER } from './processes-in-memory.ts';

const SECRET = Buffer.alloc(32, 9);
const HOME = '/home-of-opm';
const NOBODY = () => new Set<number>();

/** A process as OPM starts it. */
function started(overrides: Listed & { token?: string; home?: string; name?: string } = {}): Listed {
  const { token = signToken(SECRET, { home: HOME, id: 3 }), home = HOME, name = 'api', ...more } = overrides;
  return {
    ...more,
    env: { OPM_TOKEN: token, OPM_HOME: home, OPM_ID: '3', OPM_NAME: name, OPM_INSTANCE: '0' },
  };
}

function search(listed: Record<number, Listed>, secret: Buffer | null = SECRET, known: string[] = []) {
  const { table, reads } = processesInMemory(listed);
  const options = { table, home: HOME, secret, known: new Set(known), skip: new Set<number>() };
  return { options, reads };
}

function strays(
  listed: Record<number, Listed>,
  secret?: Buffer | null,
  known?: string[],
): [number, boolean][] {
  const { options } = search(listed, secret, known);
  const found = findStrays({ ...options, users: new Set([OURS]) });
  return found.map(({ identity, isSigned }) => [identity.pid, isSigned]);
}

test('a process of this home that the ledger does not know is a stray', () => {
  assert.equal(strays({ 100: started(), 101: {} }), [[100, true]]);
});

test('what is of another home, of another user, or known is none', () => {
  assert.equal(strays({ 100: started({ home: '/other' }), 101: started({ user: STRANGER }) }), []);
  assert.equal(strays({ 100: started({ token: 'known' }) }, SECRET, ['known']), []);
});

test('without the secret, or with a token of an older version, nothing is proved', () => {
  assert.equal(strays({ 100: started() }, null), [[100, false]]);
  assert.equal(strays({ 100: started() }, Buffer.alloc(32, 8)), [[100, false]]);
  assert.equal(strays({ 100: started({ token: '0b2c9c1e-3f0f-4c8e-9a51-1f2f3c4d5e6f' }) }), [[100, false]]);
});

test('a copy in the session of a shell that lives is none', () => {
  assert.equal(strays({ 50: { ppid: 40 }, 100: started({ session: 50, ppid: 50 }) }), []);
});

test('nothing is started beside a stray as long as it lives', () => {
  const listed: Record<number, Listed> = { 100: started(), 101: started({ name: 'other' }) };
  const found = new Strays({ ...search(listed).options, startedUpTo: 200, claimed: NOBODY });
  const obstacle = () => findStrayObstacle(specOf({ name: 'api', instance: 0 }), found, [OURS]);
  assert.match(obstacle()?.message ?? '', /process 100, .* kill 100/);
  assert.is(findStrayObstacle(specOf({ name: 'api', instance: 1 }), found, [OURS]), null);
  delete listed[100];
  assert.is(obstacle(), null);
});

test('what was started after the loss is no stray, and is not looked for', () => {
  const { options, reads } = search({ 100: started(), 300: started() });
  const found = new Strays({ ...options, startedUpTo: 200, claimed: NOBODY });
  assert.equal(
    found.of([OURS]).map(({ identity }) => identity.pid),
    [100],
  );
  const { length } = reads;
  found.of([OURS]);
  found.inTheWayOf(specOf({ name: 'api', instance: 0 }), [OURS]);
  assert.is(reads.length, length, 'each user is looked at once');
});

test('another user is in the way of his own apps alone', () => {
  const found = new Strays({
    ...search({ 100: started({ user: STRANGER }) }).options,
    startedUpTo: 200,
    claimed: NOBODY,
  });
  const spec = specOf({ name: 'api', instance: 0 });
  assert.is(found.inTheWayOf(spec, [OURS]), null);
  assert.is(found.inTheWayOf(spec, [OURS, STRANGER])?.pid, 100);
});

/** A program that has written its title over its environment: what is left of OPM is where its output goes. */
function titled(overrides: Listed = {}): Listed {
  return { env: {}, outputs: [`${HOME}/logs/api.out.log`], ...overrides };
}

const LOGS = { out: `${HOME}/logs/api.out.log`, err: `${HOME}/logs/api.err.log` };

function inTheWay(listed: Record<number, Listed>, claimed: number[] = [], logs = LOGS): number | null {
  const options = { ...search(listed).options, startedUpTo: 200, claimed: () => new Set(claimed) };
  const spec = specOf({ name: 'api', instance: 0, logs });
  return new Strays(options).inTheWayOf(spec, [OURS])?.pid ?? null;
}

test('nothing is started beside a process without a token that writes to the log of the app', () => {
  assert.is(inTheWay({ 100: titled() }), 100);
  assert.is(inTheWay({ 100: titled({ outputs: ['/else', `${LOGS.err}.1`] }) }), 100);
});

test('who writes elsewhere, is another, came later, or bears a token is not in the way', () => {
  for (const process of [
    titled({ outputs: [`${HOME}/logs/other.out.log`] }),
    titled({ outputs: ['/dev/null'] }),
    titled({ user: STRANGER }),
    titled({ namespace: 'below' }),
    titled({ startTicks: 300 }),
    titled({ state: 'Z' }),
    titled({ env: { OPM_TOKEN: 'of another home' } }),
  ]) {
    assert.is(inTheWay({ 100: process }), null, JSON.stringify(process));
  }
  assert.is(
    inTheWay({ 100: titled({ outputs: ['/dev/null'] }) }, [], { out: '/dev/null', err: '/dev/null' }),
    null,
  );
});

test('what is claimed, and what came of that, is not in the way although it writes to the log', () => {
  const worker = { ...titled(), session: 150, ppid: 150 };
  const listed = { 100: titled(), 110: titled({ ppid: 100 }), 150: { env: {} }, 160: worker };
  assert.is(inTheWay(listed, [100, 150]), null);
  assert.is(inTheWay(listed, [150]), 100);
});

test.run();
