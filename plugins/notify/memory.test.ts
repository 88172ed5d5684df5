import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExitedProcess } from '../../src/plugin.ts';
import { readMemory, recordCrash } from './memory.ts';
import { base, exited, type Given, restored, service, useService } from './test-run.ts';

useService();

test('reports a crash loop once per cool-down', async () => {
  const state = {};
  const given: Given = { url: `${base}/`, crashLoop: { exits: 3, window: '10s', cooldown: '1m' } };
  for (const second of [0, 20, 25]) await exited(given, state, second * 1000);
  assert.is(service.received.length, 0, 'two within the window are not enough');
  await exited(given, state, 29_000);
  assert.is(service.received.length, 1);
  assert.is(service.received[0]!.body.event, 'crash-loop');
  assert.match(
    service.received[0]!.body.text as string,
    'shop: "api" keeps crashing\nexited 3 times within 10 s, last: exit code 1',
  );
  assert.is((service.received[0]!.body.process as ExitedProcess).pid, 99);
  for (const second of [30, 31, 32, 88]) await exited(given, state, second * 1000);
  assert.is(service.received.length, 1, 'quiet');
  for (const second of [87, 88, 90]) await exited(given, state, second * 1000);
  assert.is(service.received.length, 2);
});

test('counts each app separately, and ignores requested stops', async () => {
  const state = {};
  const given: Given = { url: `${base}/`, crashLoop: { exits: 2 } };
  await exited(given, state, 0);
  await exited(given, state, 1, { name: 'db' });
  await exited(given, state, 2, { status: 'stopping' });
  await exited(given, state, 3, { status: 'stopped' });
  assert.is(service.received.length, 0);
  await exited(given, state, 4, { exitCode: null, signal: 'SIGSEGV' });
  assert.match(service.received[0]!.body.text as string, 'last: SIGSEGV');
});

test('reports immediately when OPM gives up on an app', async () => {
  await exited({ url: `${base}/` }, {}, 0, { status: 'errored' });
  assert.match(
    service.received[0]!.body.text as string,
    'exited once within 60 s, last: exit code 1\nOPM has given up on it',
  );
});

test('sends an alert again if no service accepted it', async () => {
  const state = {};
  const given: Given = { url: `${base}/`, crashLoop: { exits: 2 }, retries: 0 };
  service.replies = [{ status: 500 }];
  await exited(given, state, 0);
  assert.match((await exited(given, state, 1000)).error!, 'answered 500');
  await exited(given, state, 2000);
  assert.is(service.received.length, 1, 'not with every crash');
  await exited(given, state, 60_500);
  await exited(given, state, 61_500);
  assert.is(service.received.length, 2);
});

test('respects its rate limit and says how many messages it held back', async () => {
  const state = {};
  const given: Given = { url: `${base}/`, rateLimit: { max: 2, window: '1h' } };
  for (let i = 0; i < 4; i++) assert.is((await restored(given, {}, state)).error, null);
  assert.is(service.received.length, 2);
  const { logs } = await restored(given, {}, state);
  assert.equal(logs, ['warn: held back: "shop: restored"; the limit of 2 messages within 60 min is reached']);
  await restored({ ...given, rateLimit: { max: 3 } }, {}, state);
  assert.match(service.received[2]!.body.text as string, '(held back before this: 3)');
});

test('keeps its memory small and resets one that it cannot read', () => {
  const memory = readMemory({ sent: 'yesterday', crashes: 7 });
  assert.equal(memory, { sent: [], heldBack: 0, crashes: [] });
  for (let i = 0; i < 3000; i++) {
    for (let n = 0; n < 3; n++) {
      recordCrash(memory, { app: `app-${i}`, atMs: 1e12 + i, final: false }, { exits: 50, windowMs: 60_000 });
    }
  }
  assert.ok(JSON.stringify(memory).length < 50_000);
  assert.is(memory.crashes.at(-1)![0], 'app-2999');
});

test.run();
