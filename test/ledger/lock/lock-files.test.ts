// What the lock's steps do with its files, one step at a time.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tryAcquireLock } from '../../../src/ledger/lock/lock.ts';
import { judgeLock, judgeOwner } from '../../../src/ledger/lock/lock-judge.ts';
import { formatOwner, type LockOwner } from '../../../src/ledger/lock/lock-owner.ts';
import {
  guardPath,
  lockPath,
  place,
  readSlot,
  replace,
  writeStake,
} from '../../../src/ledger/lock/lock-slot.ts';
import { sweepLeftOvers } from '../../../src/ledger/lock/lock-sweep.ts';
import { machineId } from '../../../src/runtime/machine-id.ts';
import { identityOf, type ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { startProgram } from '../../runtime/run-program.ts';

let home: string;

test.before.each(() => {
  home = mkdtempSync(join(tmpdir(), 'opm-lock-'));
});

test.after.each(() => rmSync(home, { recursive: true, force: true }));

function newOwner(): LockOwner {
  return {
    version: 1,
    identity: identityOf(processTable(), process.pid)!,
    machineId: machineId(),
    initOfNamespace: false,
    socket: join(home, 'opm-00000000.sock'),
    nonce: crypto.randomUUID().replaceAll('-', ''),
    startedAt: '2024-01-02T03:04:05.678Z',
    command: 'opm daemon run',
  };
}

function stakeOf(owner: LockOwner) {
  return writeStake(home, owner, { durable: false });
}

async function acquired() {
  const outcome = await tryAcquireLock({ home, socket: join(home, 'opm-00000000.sock') });
  if (!outcome.acquired) throw new Error(outcome.why);
  return outcome.lock;
}

test('a link that is repeated after its network reply was lost counts as made', () => {
  const [own, other] = [stakeOf(newOwner()), stakeOf(newOwner())];
  assert.is(place(own, lockPath(home)), 'placed');
  assert.is(place(own, lockPath(home)), 'placed');
  assert.is(place(other, lockPath(home)), 'occupied');
  assert.is(readSlot(lockPath(home))?.nonce, own.owner.nonce);
});

test('a stake that cannot be put in place leaves no copy behind', () => {
  const stake = stakeOf(newOwner());
  mkdirSync(lockPath(home));
  let code: unknown;
  try {
    replace(stake, lockPath(home));
  } catch (error) {
    code = (error as { code: string }).code;
  }
  assert.is(code, 'LOCK_UNWRITABLE');
  assert.equal(readdirSync(home).sort(), ['ledger.lock', `ledger.lock.new.${stake.owner.nonce}`]);
});

test("an owner that cannot get its own guard leaves the lock to the guard's holder and no longer holds it", async () => {
  const lock = await acquired();
  const guard = guardPath(home, lock.owner.nonce);
  writeFileSync(guard, formatOwner(newOwner()));
  lock.release();
  assert.not.ok(lock.stillHeld());
  assert.is(readSlot(lockPath(home))?.nonce, lock.owner.nonce);
  assert.equal(readdirSync(home).sort(), ['ledger.lock', `ledger.lock.dead.${lock.owner.nonce}`]);
});

test('an owner notices a successor whose file has the same size and time', async () => {
  const lock = await acquired();
  utimesSync(lockPath(home), 1000, 1000);
  assert.ok(lock.stillHeld());
  const successor = join(home, 'successor');
  const nonce = crypto.randomUUID().replaceAll('-', '');
  writeFileSync(successor, formatOwner({ ...lock.owner, nonce }));
  assert.is(readFileSync(successor).length, readFileSync(lockPath(home)).length);
  utimesSync(successor, 1000, 1000);
  renameSync(successor, lockPath(home));
  assert.not.ok(lock.stillHeld());
});

test('the holder sweeps nothing of its own, nothing while its guard is held, and nothing without the lock', () => {
  const owner = newOwner();
  const own = `ledger.lock.new.${owner.nonce}`;
  const foreign = `ledger.lock.dead.${newOwner().nonce}`;
  const ownGuard = `ledger.lock.dead.${owner.nonce}`;
  const put = (...names: string[]) => {
    for (const name of names) writeFileSync(join(home, name), formatOwner(newOwner()));
  };
  put(own, foreign, 'ledger.lock');
  sweepLeftOvers(home, owner.nonce);
  assert.ok(existsSync(join(home, foreign)), 'another one has the lock');
  writeFileSync(lockPath(home), formatOwner(owner));
  put(ownGuard);
  sweepLeftOvers(home, owner.nonce);
  assert.ok(existsSync(join(home, foreign)), 'somebody breaks this lock');
  rmSync(join(home, ownGuard));
  sweepLeftOvers(home, owner.nonce);
  assert.equal(readdirSync(home).sort(), ['ledger.lock', own]);
});

test('an owner whose process is hidden from us is not presumed dead', async () => {
  const table = processTable();
  // As a /proc with `hidepid=1` shows it: there, and unreadable.
  const hiding = new Proxy(table, {
    get: (real, name) =>
      name === 'stat' ? () => null : (Reflect.get(real, name)?.bind?.(real) ?? Reflect.get(real, name)),
  }) as ProcessTable;
  assert.is(await judgeOwner(newOwner(), { table: hiding }), 'unknown');
  assert.is(await judgeOwner(newOwner(), { table }), 'alive');
});

test('a damaged lock is not presumed dead if it is unknown who answers on the socket', async () => {
  writeFileSync(lockPath(home), 'torn');
  const content = readSlot(lockPath(home))!;
  const options = { table: processTable(), home };
  assert.is(await judgeLock(content, options), 'dead', 'there is no socket');
  writeFileSync(join(home, 'opm.sock'), 'a file in its place');
  assert.is(await judgeLock(content, options), 'unknown');
});

const whyNoTrace =
  spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0 ? null : 'strace may not trace here';

if (whyNoTrace !== null) {
  test.skip(`the content of a lock is on disk before it gets its name: ${whyNoTrace}`, () => {});
} else {
  test('the content of a lock is on disk before it gets its name', async () => {
    const output = join(home, 'trace');
    const contender = startProgram(new URL('./lock.program.ts', import.meta.url), {
      args: [home, join(home, 'opm-00000000.sock')],
      wrapper: ['strace', '-f', '-y', '-e', 'trace=fsync,link,linkat', '-o', output],
    });
    contender.send('acquire');
    assert.ok(JSON.parse(await contender.nextLine()).acquired);
    contender.send('end');
    await contender.ended;
    const calls = readFileSync(output, 'latin1')
      .split('\n')
      .filter((line) => line.includes('ledger.lock'))
      .map((line) => /(fsync|link)(?:at)?\(/.exec(line)?.[1]);
    assert.equal(calls.slice(0, 2), ['fsync', 'link']);
  });
}

test.run();
