import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import type { ExitedProcess, Json, ReportEntry, RestoreReport } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';
import { readMemory, recordCrash } from './memory.ts';
import { shorten } from './message.ts';
import { options } from './options.ts';
import { retryAfter } from './post.ts';
import { maskSecrets } from './secret-text.ts';
import { TestService } from './test-service.ts';

type Given = v.InferInput<typeof options>;

const SECRET = 'T0PS3CRET-token';

let service: TestService;
let base = '';

test.before.each(async () => {
  service = new TestService();
  base = await service.start();
});
test.after.each(() => service.stop());

/** What a run of a hook left behind. */
interface Run {
  error: string | null;
  logs: string[];
}

type State = { [key: string]: Json };

/** Runs one hook; `state` is carried from one run to the next as the daemon would. */
async function run(
  hook: 'postRestore' | 'restoreFailed' | 'processExited',
  given: Given,
  state: State,
  rest: TestPluginOptions,
): Promise<Run> {
  const { records, logs, ...result } = await testPlugin(plugin, {
    options: { title: 'shop', backoff: '10ms', ...given },
    configDir: tmpdir(),
    hooks: [hook],
    state,
    ...rest,
  });
  Object.assign(state, result.state);
  const error = records[0]!.message ?? null;
  return { error, logs: logs.map(({ level, message }) => `${level}: ${message}`) };
}

function restored(
  given: Given,
  report: Partial<RestoreReport> = {},
  state: State = {},
  rest: TestPluginOptions = {},
) {
  return run('postRestore', given, state, {
    report: reportOf({ started: [entry('api')], ...report }),
    ...rest,
  });
}

function failed(given: Given, report: Partial<RestoreReport>, failure: string): Promise<Run> {
  return run('restoreFailed', given, {}, { report: reportOf(report), failure });
}

function exited(given: Given, state: State, atMs: number, rest: Partial<ExitedProcess> = {}): Promise<Run> {
  const process = {
    name: 'api',
    pid: 99,
    at: new Date(atMs).toISOString(),
    exitCode: 1,
    status: 'backoff',
    ...rest,
  };
  return run('processExited', given, state, { process });
}

function reportOf(report: Partial<RestoreReport>): RestoreReport {
  const empty = { started: [], replaced: [], kept: [], stopped: [], failed: [], hooks: [], warnings: [] };
  return { outcome: 'committed', ...empty, durationMs: 2400, ...report };
}

function entry(name: string): ReportEntry {
  return { id: 1, name, instance: 0, pid: 10, ms: 5 };
}

test('sends JSON to a plain webhook, with its own headers', async () => {
  const run = await restored({
    url: `${base}/hook?key=${SECRET}`,
    headers: { Authorization: `Bearer ${SECRET}`, constructor: 'c' },
  });
  assert.equal(run, { error: null, logs: ['info: webhook 127.0.0.1: sent "shop: restored"'] });
  assert.is(service.received.length, 1);
  const { path, headers, body } = service.received[0]!;
  assert.is(path, `/hook?key=${SECRET}`);
  assert.equal([headers.authorization, headers.constructor], [`Bearer ${SECRET}`, 'c']);
  assert.match(headers['content-type']!, 'application/json');
  assert.ok(Math.abs(Date.parse(body.at as string) - Date.now()) < 60_000);
  assert.equal(body, {
    version: 1,
    event: 'success',
    at: body.at,
    title: 'shop: restored',
    text: 'shop: restored\n1 started, 0 replaced, 0 kept, 0 stopped in 2.4 s',
    restore: {
      id: 'test-restore',
      reason: 'restore',
      outcome: 'committed',
      durationMs: 2400,
      started: 1,
      replaced: 0,
      kept: 0,
      stopped: 0,
      failed: [],
      failure: null,
    },
  });
});

test('speaks to Slack as Slack wants it', async () => {
  const reason = 'exited with <code> & died';
  await failed(
    { slack: `${base}/services/T/B/${SECRET}` },
    { outcome: 'rolled-back', failed: [{ name: 'api', instance: 1, reason, log: [] }] },
    'it took longer than 60 s',
  );
  const { path, body } = service.received[0]!;
  assert.is(path, `/services/T/B/${SECRET}`);
  assert.is(body.text, 'shop: restore rolled back');
  const [attachment] = body.attachments as Record<string, unknown>[];
  assert.match(attachment!.color as string, /^#[0-9a-f]{6}$/);
  assert.match(
    attachment!.text as string,
    'it took longer than 60 s\napi:1 – exited with &lt;code&gt; &amp; died\n',
  );
  assert.type(attachment!.ts, 'number');
});

test('speaks to Discord as Discord wants it, and rings nobody', async () => {
  service.replies = [{ status: 204 }];
  const run = await restored({ discord: `${base}/api/webhooks/1/${SECRET}` }, { outcome: 'partial' });
  assert.is(run.error, null);
  const { body } = service.received[0]!;
  assert.equal(body.allowed_mentions, { parse: [] });
  const [embed] = body.embeds as Record<string, unknown>[];
  assert.is(embed!.title, 'shop: restore failed');
  assert.type(embed!.color, 'number');
  assert.match(embed!.timestamp as string, /^\d{4}-.*Z$/);
});

test('speaks to Telegram as Telegram wants it', async () => {
  const telegram = { token: `123:${SECRET}`, chatId: -1001, baseUrl: `${base}/` };
  await restored({ telegram });
  const { path, body } = service.received[0]!;
  assert.is(path, `/bot123:${SECRET}/sendMessage`);
  assert.equal(body, {
    chat_id: -1001,
    text: 'shop: restored\n1 started, 0 replaced, 0 kept, 0 stopped in 2.4 s',
    link_preview_options: { is_disabled: true },
  });
});

test('sends to all services, and names those that did not take it', async () => {
  const run = await restored({
    url: `${base}/a`,
    slack: `${base}/b`,
    discord: 'http://127.0.0.1:9/c',
    retries: 0,
  });
  assert.equal(service.received.map(({ path }) => path).sort(), ['/a', '/b']);
  assert.match(run.error!, /^not sent: discord: .*ECONNREFUSED/);
});

test('takes URL, header and token from variables and files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opm-notify-'));
  process.env.OPM_TEST_NOTIFY_URL = `${base}/env`;
  try {
    await writeFile(join(folder, 'token'), `123:${SECRET}\n`);
    const telegram = { token: `file:${join(folder, 'token')}`, chatId: '@ops', baseUrl: base };
    const run = await restored({
      url: 'env:OPM_TEST_NOTIFY_URL',
      headers: { 'x-key': 'env:OPM_TEST_NOTIFY_URL' },
      telegram,
      slack: 'env:OPM_TEST_NOTIFY_MISSING',
      discord: `file:${folder}/token`,
    });
    assert.equal(service.received.map(({ path }) => path).sort(), [`/bot123:${SECRET}/sendMessage`, '/env']);
    assert.match(run.error!, 'slack: the variable OPM_TEST_NOTIFY_MISSING is not set');
    assert.match(run.error!, 'discord: what its "env:" or "file:" names is not an http:// or https:// URL');
    assert.not.match(run.error!, SECRET);
  } finally {
    delete process.env.OPM_TEST_NOTIFY_URL;
    await rm(folder, { recursive: true });
  }
});

test('tries again after a server error', async () => {
  service.replies = [{ status: 500, body: 'oops' }];
  const run = await restored({ url: `${base}/` });
  assert.is(run.error, null);
  assert.is(service.received.length, 2);
  assert.equal(run.logs[0], 'warn: webhook 127.0.0.1: answered 500: oops; trying again in 10 ms');
});

test('waits longer before each try', async () => {
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

test('gives up after the last try', async () => {
  service.replies = [{ status: 500 }, { status: 502 }, { status: 503 }];
  const run = await restored({ url: `${base}/`, retries: 2 });
  assert.is(service.received.length, 3);
  assert.is(run.error, 'not sent: webhook 127.0.0.1: answered 503, 3 times tried');
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

test('does not wait for a Retry-After beyond its own end', async () => {
  service.replies = [{ status: 429, headers: { 'retry-after': '3600' } }];
  const run = await restored({ url: `${base}/` });
  assert.is(service.received.length, 1);
  assert.match(run.error!, 'answered 429; the next try would be in 60 min, too late to wait for');
});

test('takes no for an answer', async () => {
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

test('ends with the deadline of the hook', async () => {
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

test('does not show them when it refuses the options either', async () => {
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

test('refuses options that make no sense', () => {
  const bad = [{}, { url: 'http://x', events: ['boot'] }, { telegram: { token: '', chatId: 1 } }];
  for (const given of bad) assert.not.ok(v.safeParse(options, given).success, JSON.stringify(given));
});

test('is silent about a restore that changed nothing, unless asked', async () => {
  const nothing = { started: [], kept: [entry('api')] };
  await restored({ url: `${base}/` }, nothing);
  assert.is(service.received.length, 0);
  await restored({ url: `${base}/`, unchanged: true }, nothing);
  assert.is(service.received.length, 1);
});

test('tells only what it is asked to tell, and nothing in a dry run', async () => {
  await restored({ url: `${base}/`, events: ['rollback'] });
  await restored({ url: `${base}/` }, {}, {}, { dryRun: true });
  assert.is(service.received.length, 0);
  await failed({ url: `${base}/`, events: ['rollback'] }, { outcome: 'rolled-back' }, 'port 80 is held');
  assert.is(service.received[0]!.body.event, 'rollback');
});

test('does not say twice why a restore failed', async () => {
  const broken = [{ name: 'api', instance: 0, reason: 'exited with code 1', log: [] }];
  await failed({ url: `${base}/` }, { outcome: 'rolled-back', failed: broken }, 'api:0: exited with code 1');
  assert.is((service.received[0]!.body.text as string).split('exited with code 1').length, 2);
});

test('shortens a long list of failures', async () => {
  const many = Array.from({ length: 40 }, (_, instance) => ({
    name: 'api',
    instance,
    reason: 'x\ny'.repeat(500),
    log: [],
  }));
  await failed({ discord: `${base}/` }, { outcome: 'rolled-back', failed: many }, 'too many');
  const [embed] = service.received[0]!.body.embeds as { description: string }[];
  assert.match(embed!.description, 'and 30 more');
  assert.ok(embed!.description.length <= 4096);
  assert.is(shorten('ab😀cd', 4), 'ab…', 'half a character is left out');
});

test('tells of a crash loop once per cool-down', async () => {
  const state = {};
  const given: Given = { url: `${base}/`, crashLoop: { exits: 3, window: '10s', cooldown: '1m' } };
  for (const second of [0, 20, 25]) await exited(given, state, second * 1000);
  assert.is(service.received.length, 0, 'two within the window are not enough');
  await exited(given, state, 29_000);
  assert.is(service.received.length, 1);
  assert.is(service.received[0]!.body.event, 'crash-loop');
  assert.match(
    service.received[0]!.body.text as string,
    'shop: "api" keeps crashing\nended 3 times within 10 s, last: exit code 1',
  );
  assert.is((service.received[0]!.body.process as ExitedProcess).pid, 99);
  for (const second of [30, 31, 32, 88]) await exited(given, state, second * 1000);
  assert.is(service.received.length, 1, 'quiet');
  for (const second of [87, 88, 90]) await exited(given, state, second * 1000);
  assert.is(service.received.length, 2);
});

test('counts each app for itself, and not what was stopped on purpose', async () => {
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

test('tells at once when OPM gives an app up', async () => {
  await exited({ url: `${base}/` }, {}, 0, { status: 'errored' });
  assert.match(
    service.received[0]!.body.text as string,
    'ended once within 60 s, last: exit code 1\nOPM has given up starting it',
  );
});

test('sends an alarm again when nobody took it', async () => {
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

test('keeps to its rate limit and says how much it held back', async () => {
  const state = {};
  const given: Given = { url: `${base}/`, rateLimit: { max: 2, window: '1h' } };
  for (let i = 0; i < 4; i++) assert.is((await restored(given, {}, state)).error, null);
  assert.is(service.received.length, 2);
  const { logs } = await restored(given, {}, state);
  assert.equal(logs, ['warn: held back: "shop: restored"; the limit of 2 messages within 60 min is reached']);
  await restored({ ...given, rateLimit: { max: 3 } }, {}, state);
  assert.match(service.received[2]!.body.text as string, '(held back before this: 3)');
});

test('keeps its memory small and survives one it cannot read', () => {
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

test('reads Retry-After in all its forms', () => {
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
