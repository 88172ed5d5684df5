import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { shorten } from './message.ts';
import { options } from './options.ts';
import { base, entry, failed, restored, SECRET, service, useService } from './test-run.ts';

useService();

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

test('formats messages for Slack', async () => {
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

test('formats messages for Discord without mentioning anybody', async () => {
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

test('formats messages for Telegram', async () => {
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

test('sends to all services, and names those that did not accept the message', async () => {
  const run = await restored({
    url: `${base}/a`,
    slack: `${base}/b`,
    discord: 'http://127.0.0.1:9/c',
    retries: 0,
  });
  assert.equal(service.received.map(({ path }) => path).sort(), ['/a', '/b']);
  assert.match(run.error!, /^not sent: discord: .*ECONNREFUSED/);
});

test('reads URL, header and token from variables and files', async () => {
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
    assert.match(run.error!, 'discord: its "env:" or "file:" does not hold an http:// or https:// URL');
    assert.not.match(run.error!, SECRET);
  } finally {
    delete process.env.OPM_TEST_NOTIFY_URL;
    await rm(folder, { recursive: true });
  }
});

test('rejects invalid options', () => {
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

test('sends only the requested events, and nothing in a dry run', async () => {
  await restored({ url: `${base}/`, events: ['rollback'] });
  await restored({ url: `${base}/` }, {}, {}, { dryRun: true });
  assert.is(service.received.length, 0);
  await failed({ url: `${base}/`, events: ['rollback'] }, { outcome: 'rolled-back' }, 'port 80 is held');
  assert.is(service.received[0]!.body.event, 'rollback');
});

test('states the reason for a failed restore only once', async () => {
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

test.run();
