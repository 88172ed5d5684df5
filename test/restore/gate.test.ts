import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../src/errors.ts';
import { Gate, type Turn } from '../../src/restore/gate.ts';
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
  return gate.exclusive({
    kind,
    caller,
    names: () => names,
    waiting: silent,
    cancelled,
    withdraw: silent,
    work,
  });
}

function ask<Result>(
  gate: Gate,
  names: string[],
  work: () => Promise<Result>,
  turn: Partial<Turn> = {},
): Promise<Result> {
  const cancelled = new AbortController().signal;
  return gate.command({ names, caller, ends: false, waiting: silent, cancelled, ...turn }, work);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof OpmError ? `${error.code} ${error.exitCode}` : String(error);
  }
}

test('commands on the same app run one after the other, on different apps in parallel', async () => {
  const gate = new Gate();
  const first = deferred<void>();
  const order: string[] = [];
  const slow = ask(gate, ['a'], async () => {
    await first.promise;
    order.push('a1');
  });
  const same = ask(gate, ['b', 'a'], async () => order.push('a2'));
  await ask(gate, ['c'], async () => order.push('c'));
  first.resolve();
  await Promise.all([slow, same]);
  assert.equal(order, ['c', 'a1', 'a2']);
});

test('a command that fails does not hold up the next one', async () => {
  const gate = new Gate();
  await ask(gate, ['a'], async () => Promise.reject(new Error('no'))).catch(silent);
  assert.is(await ask(gate, ['a'], async () => 'fine'), 'fine');
});

test('a second restore is refused with the name of the first', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const first = exclusive(gate, 'restore', null, () => end.promise);
  assert.is(await codeOf(exclusive(gate, 'restore', null, async () => {})), 'RESTORE_BUSY 75');
  await ask(gate, ['a'], async () => {}).catch((error) =>
    assert.match(error.message, /opm restore.*process 42/),
  );
  end.resolve();
  await first;
  assert.is(await codeOf(exclusive(gate, 'restore', null, async () => {})), 'none');
});

test('a restore waits for commands that have started, and a launch for another launch', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const order: string[] = [];
  const command = ask(gate, ['a'], async () => {
    await end.promise;
    order.push('command');
  });
  const restore = exclusive(gate, 'launch', ['a'], async () => order.push('launch'));
  const second = exclusive(gate, 'launch', ['b'], async () => order.push('second'));
  end.resolve();
  await Promise.all([command, restore, second]);
  assert.equal(order, ['command', 'launch', 'second']);
});

test('a restore waits for one that recovery is finishing instead of being refused', async () => {
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
    withdraw: silent,
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
  const command = ask(gate, ['a'], async () => 'done');
  end.resolve();
  assert.is(await command, 'done');
  await recovery;
});

test('a launch does not delay commands on other apps', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const launch = exclusive(gate, 'launch', ['a'], () => end.promise);
  assert.is(await ask(gate, ['b'], async () => 'free'), 'free');
  end.resolve();
  await launch;
});

test('a command that waits for a launch can be cancelled, and the next one has its turn', async () => {
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

test('a restore that waits for a command can be cancelled; the next one still waits for that command', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const abort = new AbortController();
  const messages: string[] = [];
  const order: string[] = [];
  const command = ask(gate, ['a'], async () => {
    await end.promise;
    order.push('first');
  });
  const waits = gate.exclusive({
    kind: 'restore',
    caller,
    names: () => null,
    waiting: (message) => messages.push(message),
    cancelled: abort.signal,
    withdraw: silent,
    work: async () => order.push('restore'),
  });
  abort.abort('cancelled');
  assert.is(await codeOf(waits), 'RESTORE_WITHDRAWN 130');
  assert.match(messages.join(), /waiting for "opm restore" \(process 42\)/);
  const next = ask(gate, ['a'], async () => order.push('second'));
  // Whatever is free to go on goes on before the first one ends.
  await new Promise((resolve) => setImmediate(resolve));
  end.resolve();
  await Promise.all([command, next]);
  assert.equal(order, ['first', 'second']);
});

test('a stop does not wait for a start, but another stop waits for it', async () => {
  const gate = new Gate();
  const [slow, stopping] = [deferred<void>(), deferred<void>()];
  const order: string[] = [];
  const start = ask(gate, ['a'], () => slow.promise);
  const stop = ask(gate, ['a'], () => stopping.promise.then(() => order.push('stop')), { ends: true });
  const second = ask(gate, ['a'], async () => order.push('second'), { ends: true });
  const later = ask(gate, ['a'], async () => order.push('later'));
  stopping.resolve();
  await Promise.all([stop, second]);
  assert.equal(order, ['stop', 'second']);
  slow.resolve();
  await Promise.all([start, later]);
  assert.equal(order, ['stop', 'second', 'later']);
});

test('a stop cancels a launch of its app, and no other', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const reasons: string[] = [];
  const launch = gate.exclusive({
    kind: 'launch',
    caller,
    names: () => ['a'],
    waiting: silent,
    cancelled: new AbortController().signal,
    withdraw: (reason) => {
      reasons.push(reason);
      end.resolve();
    },
    work: () => end.promise,
  });
  await ask(gate, ['b'], async () => {}, { ends: true });
  assert.equal(reasons, []);
  await ask(gate, ['a'], async () => {}, { ends: true, caller: { pid: 7, command: 'opm stop a' } });
  assert.equal(reasons, ['ended by "opm stop a" (process 7)']);
  await launch;
});

test('a waiting client is told what it waits for, and is withdrawn when it disconnects', async () => {
  const gate = new Gate();
  const end = deferred<void>();
  const gone = new AbortController();
  const messages: string[] = [];
  const first = ask(gate, ['a'], () => end.promise);
  const work = async () => assert.unreachable();
  const waiting = (message: string) => messages.push(message);
  const second = ask(gate, ['a'], work, { waiting, cancelled: gone.signal });
  gone.abort('the client has gone');
  assert.is(await codeOf(second), 'RESTORE_WITHDRAWN 130');
  assert.equal(messages, ['waiting for "opm restore" (process 42)']);
  end.resolve();
  await first;
});

test.run();
