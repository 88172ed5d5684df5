import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../src/errors.ts';
import { Gate } from '../../src/restore/gate.ts';
import { deferred } from '../../src/supervise/deferred.ts';

const caller = { pid: 42, command: 'opm restore' };
const silent = () => {};

function exclusive(
  gate: Gate,
  kind: 'restore' | 'launch' | 'recovery',
  names: string[] | null,
  work: () => Promise<unknown>,
  cancelled = new AbortController().signal,
) {
  return gate.exclusive({ kind, caller, names: () => names, waiting: silent, cancelled, work });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof OpmError ? `${error.code} ${error.exitCode}` : String(error);
  }
}

test('commands on the same app run one after the other, on different apps side by side', async () => {
  const gate = new Gate();
  const first = deferred<void>();
  const order: string[] = [];
  const slow = gate.command(['a'], async () => {
    await first.promise;
    order.push('a1');
  });
  const same = gate.command(['b', 'a'], async () => order.push('a2'));
  await gate.command(['c'], async () => order.push('c'));
  first.resolve();
  await Promise.all([slow, same]);
  assert.equal(order, ['c', 'a1', 'a2']);
});

test('a command that fails does not hold up the next one', async () => {
  const gate = new Gate();
  await gate.command(['a'], async () => Promise.reject(new Error('no'))).catch(silent);
  assert.is(await gate.command(['a'], async () => 'fine'), 'fine');
});

test('a second restore is refused with who is at work', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const first = exclusive(gate, 'restore', null, () => end.promise);
  assert.is(await codeOf(exclusive(gate, 'restore', null, async () => {})), 'RESTORE_BUSY 75');
  await gate
    .command(['a'], async () => {})
    .catch((error) => assert.match(error.message, /opm restore.*process 42/));
  end.resolve();
  await first;
  assert.is(await codeOf(exclusive(gate, 'restore', null, async () => {})), 'none');
});

test('a restore waits for commands that have begun, and a launch for another launch', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const order: string[] = [];
  const command = gate.command(['a'], async () => {
    await end.promise;
    order.push('command');
  });
  const restore = exclusive(gate, 'launch', ['a'], async () => order.push('launch'));
  const second = exclusive(gate, 'launch', ['b'], async () => order.push('second'));
  end.resolve();
  await Promise.all([command, restore, second]);
  assert.equal(order, ['command', 'launch', 'second']);
});

test('a restore that recovery finishes is waited for, not refused', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const messages: string[] = [];
  const recovery = exclusive(gate, 'recovery', null, () => end.promise);
  const restore = gate.exclusive({
    kind: 'restore',
    caller,
    names: () => null,
    waiting: (message) => messages.push(message),
    cancelled: new AbortController().signal,
    work: async () => 'done',
  });
  end.resolve();
  assert.is(await restore, 'done');
  await recovery;
  assert.match(messages.join(), /interrupted/);
});

test('a command waits for recovery too', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const recovery = exclusive(gate, 'recovery', null, () => end.promise);
  const command = gate.command(['a'], async () => 'done');
  end.resolve();
  assert.is(await command, 'done');
  await recovery;
});

test('a launch does not hold up commands on other apps', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const launch = exclusive(gate, 'launch', ['a'], () => end.promise);
  assert.is(await gate.command(['b'], async () => 'free'), 'free');
  end.resolve();
  await launch;
});

test('what waits for a launch can be taken back, and the next one has its turn', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const abort = new AbortController();
  const done: string[] = [];
  const launch = exclusive(gate, 'launch', ['a'], () => end.promise);
  const waits = exclusive(gate, 'restore', null, async () => done.push('waits'), abort.signal);
  const next = exclusive(gate, 'launch', ['b'], async () => done.push('next'));
  abort.abort('cancelled');
  assert.is(await codeOf(waits), 'RESTORE_WITHDRAWN 130');
  end.resolve();
  await Promise.all([launch, next]);
  assert.equal(done, ['next']);
});

test('a restore that waits for a command can be taken back; whoever comes next still waits for that command', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const abort = new AbortController();
  const messages: string[] = [];
  const order: string[] = [];
  const command = gate.command(['a'], async () => {
    await end.promise;
    order.push('first');
  });
  const waits = gate.exclusive({
    kind: 'restore',
    caller,
    names: () => null,
    waiting: (message) => messages.push(message),
    cancelled: abort.signal,
    work: async () => order.push('restore'),
  });
  abort.abort('cancelled');
  assert.is(await codeOf(waits), 'RESTORE_WITHDRAWN 130');
  assert.match(messages.join(), /commands/);
  const next = gate.command(['a'], async () => order.push('second'));
  // Whatever is free to go on goes on before the first one ends.
  await new Promise((resolve) => setImmediate(resolve));
  end.resolve();
  await Promise.all([command, next]);
  assert.equal(order, ['first', 'second']);
});

test.run();
