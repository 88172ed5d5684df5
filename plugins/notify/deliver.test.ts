import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';
import { retryAfter } from './post.ts';
import { maskSecrets } from './secret-text.ts';
import { base, type Given, restored, SECRET, service, useService } from './test-run.ts';

useService();

test('tries again after a server error', async () => {
  service.replies = [{ status: 500, body: 'oops' }];
  const run = await restored({ url: `${base}/` });
  assert.is(run.error, null);
  assert.is(service.received.length, 2);
  assert.equal(run.logs[0], 'warn: webhook 127.0.0.1: answered 500: oops; trying again in 10 ms');
});

test('waits longer before each attempt', async () => {
  service.replies = [{ status: 500 }, { status: 503 }, { status: 408 }];
  const run = await restored({ url: `${base}/`, backoff: '20ms' });
  assert.is(run.error, null);
  const [first, second, third, fourth] = service.received.map(({ atMs }) => atMs) as [
    number,
    number,
    number,
    number,
  ];
  // Timers may fire a millisecond early by another clock.
  assert.ok(second - first >= 19 && third - second >= 39 && fourth - third >= 79);
});

test('gives up after the last attempt', async () => {
  service.replies = [{ status: 500 }, { status: 502 }, { status: 503 }];
  const run = await restored({ url: `${base}/`, retries: 2 });
  assert.is(service.received.length, 3);
  assert.is(run.error, 'not sent: webhook 127.0.0.1: answered 503, after 3 attempts');
});

test('waits as long as Retry-After asks, from the header or the body', async () => {
  service.replies = [
    { status: 429, headers: { 'retry-after': '0.1' } },
    { status: 429, body: JSON.stringify({ ok: false, parameters: { retry_after: 0.15 } }) },
  ];
  const run = await restored({ telegram: { token: '1:a', chatId: 1, baseUrl: base }, backoff: '1ms' });
  assert.is(run.error, null);
  const [first, second, third] = service.received.map(({ atMs }) => atMs) as [number, number, number];
  assert.ok(second - first >= 99 && third - second >= 149);
});

test('does not wait for a Retry-After beyond its own limit', async () => {
  service.replies = [{ status: 429, headers: { 'retry-after': '3600' } }];
  const run = await restored({ url: `${base}/` });
  assert.is(service.received.length, 1);
  assert.match(run.error!, 'answered 429; the next attempt would be in 60 min, past giveUpAfter');
});

test('does not retry a refusal', async () => {
  for (const status of [400, 401, 403, 404, 410, 301]) {
    service.received = [];
    service.replies = [{ status, body: 'invalid_payload' }];
    const run = await restored({ url: `${base}/` });
    assert.is(run.error, `not sent: webhook 127.0.0.1: answered ${status}: invalid_payload`);
    assert.is(service.received.length, 1, String(status));
  }
});

test('tries again when there is no answer in time', async () => {
  service.replies = [{ status: 200, silent: true }];
  const run = await restored({ url: `${base}/`, timeout: '150ms' });
  assert.is(run.error, null);
  assert.match(run.logs[0]!, 'no answer within 150 ms; trying again');
  assert.is(service.received.length, 2);
});

test('stops at the deadline of the hook', async () => {
  service.replies = [{ status: 500 }];
  const { error, logs } = await restored({ url: `${base}/`, backoff: '10s' }, {}, {}, { timeoutMs: 500 });
  assert.is(error, 'did not end within 500 ms');
  assert.is(logs.length, 1);
  assert.is(service.received.length, 1);
  service.replies = [{ status: 200, silent: true }];
  assert.is((await restored({ url: `${base}/` }, {}, {}, { timeoutMs: 500 })).error, error);
});

test('never shows a URL or a token', async () => {
  const echo = `bad request to /hook/${SECRET}?key=${encodeURIComponent(`a/${SECRET}`)} by Bearer ${SECRET}`;
  const url = `${base}/hook/${SECRET}?key=${encodeURIComponent(`a/${SECRET}`)}`;
  const telegram = { token: `123:${SECRET}`, chatId: 1, baseUrl: base };
  const given: Given = {
    url,
    slack: url,
    telegram,
    headers: { authorization: `Bearer ${SECRET}` },
    retries: 1,
  };
  service.replies = Array.from({ length: 3 }, () => ({ status: 500, body: echo }));
  service.replies.push(...Array.from({ length: 3 }, () => ({ status: 400, body: echo })));
  const answered = await restored(given);
  const refused = await restored({
    ...given,
    url: url.replace(base, `http://user:${SECRET}@127.0.0.1:9`),
    slack: `http://127.0.0.1:9/${SECRET}`,
    telegram: { ...telegram, baseUrl: 'http://127.0.0.1:9' },
  });
  assert.match(answered.error!, 'answered 400: bad request to ***');
  const shown = JSON.stringify([answered, refused]);
  assert.match(shown, 'ECONNREFUSED');
  assert.not.match(shown, 'T0PS3CRET');
  assert.is(maskSecrets('x abc%2Fdefg y', ['abc/defg']), 'x *** y');
});

test('does not show them when it rejects the options either', async () => {
  const bad = [
    { url: `ftp://x/${SECRET}` },
    { slack: SECRET },
    { url: 'http://x', webhooks: [SECRET] },
    { telegram: { token: { value: SECRET }, chatId: [SECRET] } },
  ];
  for (const given of bad) {
    const refusal = await testPlugin(plugin, { options: given }).catch((error: Error) => error.message);
    assert.type(refusal, 'string');
    assert.not.match(refusal as string, SECRET);
  }
});

test('parses Retry-After in all its forms', () => {
  const nowMs = Date.parse('2026-01-01T00:00:00Z');
  assert.is(retryAfter('7', '', nowMs), 7000);
  assert.is(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', '', nowMs), 30_000);
  assert.is(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', '', nowMs), 0);
  assert.is(retryAfter(undefined, '{"retry_after": 0.5}', nowMs), 500);
  assert.is(retryAfter('soon', '{"parameters":{"retry_after":2}}', nowMs), 2000);
  for (const body of ['', '[]', 'null', '{"retry_after":"x"}'])
    assert.is(retryAfter(undefined, body, nowMs), null);
});

test.run();
