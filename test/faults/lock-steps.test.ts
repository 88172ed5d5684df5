import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readLockOwner, tryAcquireLock } from '../../src/ledger/lock/lock.ts';
import { FAULT_POINTS, type FaultPointName } from '../../src/runtime/fault-point.ts';
import { killPrograms } from '../runtime/run-program.ts';
import {
  ACQUISITION,
  goOn,
  killContenders,
  leftOvers,
  RELEASE,
  removeScene,
  type Scene,
  setScene,
  startContender,
  stoppedOr,
} from './lock-scenes.ts';

const points = Object.entries(ACQUISITION) as [FaultPointName, Scene][];

function acquireHere(home: string) {
  return tryAcquireLock({ home, socket: join(home, 'opm-11111111.sock') });
}

/** The lock must be free for the taking, and the home clean afterwards. */
async function acquireAtLast(home: string): Promise<void> {
  const outcome = await acquireHere(home);
  if (!outcome.acquired) throw new Error(`Nobody lives, and yet: ${outcome.why}`);
  assert.equal(leftOvers(home), []);
  assert.ok(outcome.lock.stillHeld());
  outcome.lock.release();
  assert.not(existsSync(join(home, 'ledger.lock')));
}

test.after.each(killContenders);

test('every fault point of the lock is attacked here', () => {
  const attacked = [...Object.keys(ACQUISITION), ...RELEASE];
  assert.equal(attacked.sort(), FAULT_POINTS.filter((name) => name.startsWith('lock.')).sort());
});

for (const [point, scene] of points) {
  test(`a contender killed at ${point} leaves a lock that can be acquired`, async () => {
    const home = setScene(scene);
    const contender = startContender(home, point);
    contender.send('acquire');
    assert.is((await contender.ended).signal, 'SIGKILL');
    await acquireAtLast(home);
    removeScene(home);
  });

  test(`while a contender is paused at ${point} and after it continues, there is one owner`, async () => {
    const home = setScene(scene);
    const contender = startContender(home, `${point}:pause`);
    contender.send('acquire');
    const answer = contender.nextLine();
    assert.is(await stoppedOr(contender, answer), 'stopped');
    const here = await acquireHere(home);
    goOn(contender);
    const there = JSON.parse(await answer);
    assert.is.not(here.acquired, there.acquired);
    if (here.acquired) {
      assert.ok(here.lock.stillHeld());
      assert.equal(there.owner, here.lock.owner);
    } else {
      // The owner's name is known from the moment it holds the lock or a guard.
      assert.equal(here.owner, there.owner);
      assert.equal(readLockOwner(home), there.owner);
    }
    await killPrograms([contender]);
    removeScene(home);
  });
}

test('of two heirs of the same dead heir, the later one notices', async () => {
  const home = setScene('dead heir');
  // Stopped when it knows that the heir is dead, and, should it get so far, before it sweeps away the other's files.
  const late = startContender(home, 'lock.guard-judged:pause,lock.replaced:pause');
  late.send('acquire');
  const lateAnswer = late.nextLine();
  assert.is(await stoppedOr(late, lateAnswer), 'stopped');
  const early = startContender(home, 'lock.confirmed:pause');
  early.send('acquire');
  const earlyAnswer = early.nextLine();
  assert.is(await stoppedOr(early, earlyAnswer), 'stopped');
  goOn(late);
  const tooFar = (await stoppedOr(late, lateAnswer)) === 'stopped';
  // It has given back the guards that it took on the way: the heir alone has its stake and its guard.
  if (!tooFar) assert.is(leftOvers(home).length, 2, leftOvers(home).join());
  goOn(early);
  await earlyAnswer;
  if (tooFar) goOn(late);
  assert.equal(
    [JSON.parse(await earlyAnswer).acquired, JSON.parse(await lateAnswer).acquired],
    [true, false],
  );
  await killPrograms([early, late]);
  removeScene(home);
});

for (const point of RELEASE) {
  test(`an owner killed at ${point} leaves a lock that can be acquired`, async () => {
    const home = setScene('free');
    const owner = startContender(home, point);
    owner.send('acquire');
    await owner.nextLine();
    owner.send('release');
    assert.is((await owner.ended).signal, 'SIGKILL');
    await acquireAtLast(home);
    removeScene(home);
  });

  test(`an owner paused at ${point} takes nothing from its successor`, async () => {
    const home = setScene('free');
    const owner = startContender(home, `${point}:pause`);
    owner.send('acquire');
    await owner.nextLine();
    owner.send('release');
    const answer = owner.nextLine();
    assert.is(await stoppedOr(owner, answer), 'stopped');
    const early = await acquireHere(home);
    assert.is(early.acquired, point === 'lock.release-unlinked');
    goOn(owner);
    await answer;
    const late = early.acquired ? early : await acquireHere(home);
    assert.ok(late.acquired && late.lock.stillHeld());
    assert.equal(leftOvers(home), []);
    owner.send('end');
    await owner.ended;
    removeScene(home);
  });
}

test('a disk that is full during contention leaves no lock and no leftovers', async () => {
  for (const point of ['lock.written', 'lock.confirmed'] as const) {
    const home = setScene('dead owner');
    const contender = startContender(home, `${point}:enospc`);
    contender.send('acquire');
    assert.match(await contender.nextLine(), 'ENOSPC');
    assert.equal(leftOvers(home), []);
    contender.send('end');
    await contender.ended;
    await acquireAtLast(home);
    removeScene(home);
  }
});

test.run();
