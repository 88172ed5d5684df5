import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Acquisition, readLockOwner, tryAcquireLock } from '../../../src/ledger/lock/lock.ts';
import { judgeOwner } from '../../../src/ledger/lock/lock-judge.ts';
import { formatOwner, type LockOwner } from '../../../src/ledger/lock/lock-owner.ts';
import { machineId } from '../../../src/runtime/machine-id.ts';
import { identityOf } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { killPrograms, type RunningProgram, startProgram } from '../../runtime/run-program.ts';

const program = new URL('./lock.program.ts', import.meta.url);
const table = processTable();
let home: string;
let socket: string;
let lockFile: string;
let servers: Server[] = [];
let programs: RunningProgram[] = [];

test.before.each(() => {
  home = mkdtempSync(join(tmpdir(), 'opm-lock-'));
  socket = join(home, 'opm-00000000.sock');
  lockFile = join(home, 'ledger.lock');
});

test.after.each(async () => {
  for (const server of servers) server.close();
  await killPrograms(programs);
  servers = [];
  programs = [];
  rmSync(home, { recursive: true, force: true });
});

/** A lock owner like this process would be, with what the test wants different. */
function someOwner(change: Partial<LockOwner> = {}): LockOwner {
  return {
    version: 1,
    identity: identityOf(table, process.pid)!,
    machineId: machineId(),
    initOfNamespace: false,
    socket,
    nonce: crypto.randomUUID().replaceAll('-', ''),
    startedAt: '2024-01-02T03:04:05.678Z',
    command: 'opm daemon run',
    ...change,
  };
}

function ownerOf(change: Partial<LockOwner['identity']>, rest: Partial<LockOwner> = {}): LockOwner {
  return someOwner({ identity: { ...identityOf(table, process.pid)!, ...change }, ...rest });
}

const dead = () => ownerOf({ startTicks: 1 });

async function listen(path: string): Promise<Server> {
  const server = createServer((connection) => connection.destroy()).listen(path);
  await once(server, 'listening');
  servers.push(server);
  return server;
}

/** A socket file that nobody listens on any more, as a killed daemon leaves it. */
async function leaveDeadSocket(path: string): Promise<void> {
  const listener = startProgram(program, { args: [home, path] });
  programs.push(listener);
  listener.send('listen');
  assert.is(await listener.nextLine(), '"listening"');
  listener.child.kill('SIGKILL');
  await listener.ended;
  assert.ok(existsSync(path));
}

async function acquire(breakLock = false) {
  return tryAcquireLock({ home, socket, breakLock });
}

function taken(outcome: Acquisition) {
  if (!outcome.acquired) throw new Error(`Not acquired: ${outcome.why}`);
  return outcome;
}

function refusedBy(outcome: Acquisition) {
  if (outcome.acquired) throw new Error('Acquired, and should not have been');
  return outcome;
}

function filesOfTheLock(): string[] {
  return readdirSync(home).filter((name) => name.startsWith('ledger.lock'));
}

test('a free lock is taken, visible to others, and free again after its release', async () => {
  assert.is(readLockOwner(home), null);
  const first = taken(await acquire());
  assert.is(first.inheritedFrom, null);
  assert.equal(readLockOwner(home), first.lock.owner);
  assert.equal(first.lock.owner.identity, identityOf(table, process.pid));
  assert.is(first.lock.owner.socket, socket);
  assert.is(statSync(lockFile).mode & 0o777, 0o600);
  assert.equal(filesOfTheLock(), ['ledger.lock']);
  assert.ok(first.lock.stillHeld());

  const second = refusedBy(await acquire());
  assert.equal(second.owner, first.lock.owner);
  assert.match(second.why, `process ${process.pid} (`);
  assert.equal(filesOfTheLock(), ['ledger.lock']);

  first.lock.release();
  first.lock.release();
  assert.not(first.lock.stillHeld());
  assert.equal(filesOfTheLock(), []);
  const third = taken(await acquire());
  assert.is(third.inheritedFrom, null);
  assert.is.not(third.lock.owner.nonce, first.lock.owner.nonce);
});

test('a live owner in another process is respected, and inherited from once it is killed', async () => {
  const other = startProgram(program, { args: [home, join(home, 'other.sock')] });
  programs.push(other);
  other.send('acquire');
  const { owner } = JSON.parse(await other.nextLine());
  const refusal = refusedBy(await acquire(true));
  assert.equal(refusal.owner, owner);
  other.child.kill('SIGKILL');
  await other.ended;
  const heir = taken(await acquire());
  assert.equal(heir.inheritedFrom, owner);
  assert.equal(filesOfTheLock(), ['ledger.lock']);
});

test('an owner is judged by its whole identity', async () => {
  const verdicts: [string, LockOwner, string][] = [
    ['this process', someOwner(), 'alive'],
    [
      'its PID with start ticks off by one',
      ownerOf({ startTicks: identityOf(table, process.pid)!.startTicks + 1 }),
      'dead',
    ],
    ['a PID that nobody has', ownerOf({ pid: 4_194_305 }), 'dead'],
    ['PID 0', ownerOf({ pid: 0 }), 'dead'],
    ['a negative PID', ownerOf({ pid: -process.pid }), 'dead'],
    ['PID 1, which a container has', ownerOf({ pid: 1, startTicks: table.stat(1)!.startTicks }), 'alive'],
    ['PID 1 of before', ownerOf({ pid: 1, startTicks: table.stat(1)!.startTicks + 1 }), 'dead'],
    ['another boot', ownerOf({ bootId: 'yesterday' }), 'dead'],
    ['another boot of another machine', ownerOf({ bootId: 'other' }, { machineId: 'host:other' }), 'unknown'],
    ['this boot under another name', someOwner({ machineId: 'host:other' }), 'alive'],
  ];
  for (const [title, owner, verdict] of verdicts) assert.is(await judgeOwner(owner), verdict, title);
});

test('an owner in another PID namespace is judged by its socket', async () => {
  const path = join(home, 'opm-11111111.sock');
  const elsewhere = ownerOf({ pidNamespace: '1' }, { socket: path });
  assert.is(await judgeOwner(elsewhere, { home }), 'unknown', 'no such socket');
  const server = await listen(path);
  assert.is(await judgeOwner(elsewhere, { home }), 'alive', 'it answers');
  const mounted = ownerOf({ pidNamespace: '1' }, { socket: '/volume/of/the/container/opm-11111111.sock' });
  assert.is(await judgeOwner(mounted, { home }), 'alive', 'it answers in this home');
  assert.is(await judgeOwner(mounted), 'unknown', 'its path does not exist here');
  server.close();
  const killed = join(home, 'opm-22222222.sock');
  await leaveDeadSocket(killed);
  assert.is(
    await judgeOwner(ownerOf({ pidNamespace: '1' }, { socket: killed }), { home }),
    'dead',
    'it refuses',
  );
});

test('a lock from another boot of this machine is inherited', async () => {
  const owner = ownerOf({ bootId: 'yesterday' });
  writeFileSync(lockFile, formatOwner(owner));
  assert.equal(taken(await acquire()).inheritedFrom, owner);
});

test('a lock from another machine is refused with its owner and the remedy, and broken only on demand', async () => {
  const owner = ownerOf({ bootId: 'other' }, { machineId: 'host:other' });
  writeFileSync(lockFile, formatOwner(owner));
  const refusal = refusedBy(await acquire());
  assert.equal(refusal.owner, owner);
  for (const part of ['host:other', String(process.pid), 'opm daemon start --break-lock']) {
    assert.match(refusal.why, part);
  }
  assert.equal(taken(await acquire(true)).inheritedFrom, owner);
});

test('an owner whose lock was broken notices, and takes nothing from its successor', async () => {
  const first = taken(await acquire());
  assert.ok(first.lock.stillHeld());
  // The lock file as it would look from another machine.
  const abroad = { ...first.lock.owner, machineId: 'host:other' };
  writeFileSync(lockFile, formatOwner({ ...abroad, identity: { ...abroad.identity, bootId: 'other' } }));
  assert.ok(first.lock.stillHeld(), 'the nonce is still its own');
  const second = taken(await acquire(true));
  assert.not(first.lock.stillHeld());
  first.lock.release();
  assert.ok(second.lock.stillHeld());
  assert.equal(readLockOwner(home), second.lock.owner);
});

test('an owner whose lock file was touched still holds the lock; one whose file was deleted does not', async () => {
  const { lock } = taken(await acquire());
  utimesSync(lockFile, 1, 1);
  assert.ok(lock.stillHeld());
  rmSync(lockFile);
  assert.not(lock.stillHeld());
  lock.release();
  assert.equal(filesOfTheLock(), []);
});

test('an owner whose home was deleted does not hold its lock', async () => {
  const { lock } = taken(await acquire());
  rmSync(home, { recursive: true });
  assert.not(lock.stillHeld());
  lock.release();
});

const DAMAGE: [string, string][] = [
  ['empty', ''],
  ['torn', formatOwner(someOwner({ socket: '/x.sock' })).slice(0, 100)],
  ['binary', '\0\0\0\0'],
  ['another program’s', '12345\n'],
  ['overlong', 'x'.repeat(100_000)],
  ['without a checksum', JSON.stringify(someOwner({ socket: '/x.sock' }))],
];
for (const [title, text] of DAMAGE) {
  test(`a lock file that is ${title} is set aside once nobody answers on the home's socket`, async () => {
    writeFileSync(lockFile, text);
    const published = join(home, 'opm.sock');
    symlinkSync('opm-33333333.sock', published);
    const server = await listen(join(home, 'opm-33333333.sock'));
    const refusal = refusedBy(await acquire(true));
    assert.is(refusal.owner, null);
    assert.match(refusal.why, 'damaged');
    assert.is(readFileSync(lockFile, 'utf8'), text);
    server.close();
    const outcome = taken(await acquire());
    assert.is(outcome.inheritedFrom, null);
    assert.is(readFileSync(outcome.keptAside!, 'utf8'), text);
    assert.ok(outcome.lock.stillHeld());
    outcome.lock.release();
    assert.equal(filesOfTheLock(), [outcome.keptAside!.slice(home.length + 1)]);
  });
}

test('no truncation and no flipped bit of a live owner’s lock file makes its owner look dead', async () => {
  const { lock } = taken(await acquire());
  symlinkSync('opm-33333333.sock', join(home, 'opm.sock'));
  await listen(join(home, 'opm-33333333.sock'));
  const good = readFileSync(lockFile);
  for (let length = 0; length < good.length; length += 1) {
    writeFileSync(lockFile, good.subarray(0, length));
    assert.match(refusedBy(await acquire()).why, 'damaged', `cut to ${length}`);
    assert.not(lock.stillHeld(), `cut to ${length}`);
  }
  for (let at = 0; at < good.length; at += 1) {
    const flipped = Buffer.from(good);
    flipped[at]! ^= 1 << (at % 8);
    writeFileSync(lockFile, flipped);
    assert.match(refusedBy(await acquire()).why, 'damaged', `byte ${at}`);
  }
  writeFileSync(lockFile, good);
  assert.match(refusedBy(await acquire()).why, `process ${process.pid}`);
  assert.ok(lock.stillHeld());
});

test('a lock of a newer version is never judged, and broken only on demand', async () => {
  const newer = { ...someOwner(), version: 2, identity: 'of another shape' } as unknown as LockOwner;
  writeFileSync(lockFile, formatOwner(newer));
  const refusal = refusedBy(await acquire());
  assert.is(refusal.owner, null);
  assert.match(refusal.why, 'newer OPM');
  taken(await acquire(true));
});

test('a dead heir is inherited from, and so is the heir of the heir, however many there are', async () => {
  const owners = Array.from({ length: 30 }, dead);
  writeFileSync(lockFile, formatOwner(owners[0]!));
  for (let i = 1; i < owners.length; i += 1) {
    writeFileSync(join(home, `ledger.lock.dead.${owners[i - 1]!.nonce}`), formatOwner(owners[i]!));
  }
  const outcome = taken(await acquire());
  assert.equal(outcome.inheritedFrom, owners[0]);
  assert.equal(filesOfTheLock(), ['ledger.lock']);
});

test('a live heir is named, and left to finish', async () => {
  const [owner, heir] = [dead(), someOwner()];
  writeFileSync(lockFile, formatOwner(owner));
  const guard = join(home, `ledger.lock.dead.${owner.nonce}`);
  writeFileSync(guard, formatOwner(heir));
  assert.equal(refusedBy(await acquire(true)).owner, heir);
  assert.is(readFileSync(guard, 'utf8'), formatOwner(heir));
  assert.equal(readLockOwner(home), owner);
});

test('a damaged guard, or one from another machine, is bypassed only on demand', async () => {
  const abroad = ownerOf({ bootId: 'other' }, { machineId: 'host:other' });
  for (const text of ['', formatOwner(abroad)]) {
    const owner = dead();
    writeFileSync(lockFile, formatOwner(owner));
    writeFileSync(join(home, `ledger.lock.dead.${owner.nonce}`), text);
    assert.match(refusedBy(await acquire()).why, '--break-lock');
    taken(await acquire(true)).lock.release();
    assert.equal(filesOfTheLock(), []);
  }
});

test('guards that refer to each other in a circle cause an error that names them', async () => {
  const [owner, a, b] = [dead(), dead(), dead()];
  writeFileSync(lockFile, formatOwner(owner));
  for (const [nonce, holder] of [
    [owner.nonce, a],
    [a.nonce, b],
    [b.nonce, a],
  ] as const) {
    writeFileSync(join(home, `ledger.lock.dead.${nonce}`), formatOwner(holder));
  }
  try {
    await acquire();
    assert.unreachable();
  } catch (error) {
    assert.is((error as { code: string }).code, 'LOCK_GUARDS_IN_CIRCLE');
    assert.match((error as Error).message, a.nonce);
  }
});

test('the holder sweeps only what dead contenders left', async () => {
  const stay = ['ledger.lock-damaged-0-1', 'ledger.jsonl', 'ledger.lock.txt'];
  for (const name of stay) writeFileSync(join(home, name), '');
  const { nonce } = dead();
  for (const name of [
    `ledger.lock.new.${nonce}`,
    `ledger.lock.new.${nonce}.copy`,
    `ledger.lock.dead.${nonce}`,
  ]) {
    writeFileSync(join(home, name), '');
  }
  taken(await acquire());
  assert.equal(readdirSync(home).sort(), [...stay, 'ledger.lock'].sort());
});

test('an unreadable lock file is an error, not a free lock', async () => {
  mkdirSync(lockFile);
  for (const breakLock of [false, true]) {
    try {
      await acquire(breakLock);
      assert.unreachable();
    } catch (error) {
      const { code, exitCode, message } = error as { code: string; exitCode: number; message: string };
      assert.equal([code, exitCode], ['LOCK_UNREADABLE', 1]);
      assert.match(message, lockFile);
    }
  }
  assert.equal(filesOfTheLock(), ['ledger.lock']);
});

test('a missing or inaccessible home is an error that names the file', async () => {
  rmSync(home, { recursive: true });
  try {
    await acquire();
    assert.unreachable();
  } catch (error) {
    const { code, exitCode, message } = error as { code: string; exitCode: number; message: string };
    assert.equal([code, exitCode], ['LOCK_UNWRITABLE', 1]);
    assert.match(message, home);
  }
});

test.run();
