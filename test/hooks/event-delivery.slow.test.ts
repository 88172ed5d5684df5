import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessExitedEvent } from '../../src/hooks/hook-runner.ts';
import { inLab, RESTORE, zoo } from './plugin-lab.ts';

function event(id: number): ProcessExitedEvent {
  const at = '2030-01-01T00:00:00.000Z';
  return {
    id,
    name: 'api',
    instance: 0,
    pid: 1000 + id,
    at,
    exitCode: id % 3,
    signal: null,
    status: 'backoff',
  };
}

test('events are delivered in order, all of them, and the plugin keeps its state', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opm-events-'));
  try {
    await inLab(async ({ runner, home, logs }) => {
      const file = path.join(folder, 'events');
      const hooks = await runner([zoo('records-events', { options: { file } }), zoo('calm')]);
      const expected: string[] = [];
      for (let id = 1; id <= 200; id += 1) {
        hooks.processStarted(event(id));
        hooks.processExited(event(id));
        expected.push(`started ${id}`, `exited ${id} ${id % 3}`);
      }
      await hooks.close(10_000);
      assert.equal(readFileSync(file, 'utf8').trim().split('\n'), expected);
      assert.equal(logs, []);
      const saved = JSON.parse(readFileSync(`${home}/plugin-state/records-events.json`, 'utf8'));
      assert.equal(saved.state, { exits: 200 });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a plugin that cannot keep up loses events, counted, and delays neither the caller nor a hook for long', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('slow-events')], { eventLimit: 20 });
    const start = performance.now();
    for (let id = 1; id <= 500; id += 1) hooks.processStarted(event(id));
    assert.ok(performance.now() - start < 300, 'the caller waited');
    await new Promise((resolve) => setImmediate(resolve));
    const { records } = await hooks.checkRestore(RESTORE);
    assert.is(records[0]?.ok, true);
    // Between two batches, and a batch ends after 100 ms: 20 events of 30 ms are several.
    assert.ok(logs.length < 20, `the hook waited for ${logs.length} events`);
    await hooks.close(10_000);
    const infos = logs.filter(({ level }) => level === 'info').map(({ message }) => Number(message));
    assert.equal(
      infos,
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    const warnings = logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
    assert.equal(warnings, ['480 events were dropped because it cannot keep up']);
  });
});

test('a plugin that hangs on events is reported, loses its turn after three times and harms no other', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opm-events-'));
  try {
    await inLab(async ({ runner, logs }) => {
      const file = path.join(folder, 'events');
      const bad = zoo('hangs-on-events', { timeoutMs: 50 });
      const hooks = await runner([bad, zoo('records-events', { options: { file } })]);
      for (let id = 1; id <= 10; id += 1) hooks.processExited(event(id));
      await hooks.close(10_000);
      assert.is(readFileSync(file, 'utf8').trim().split('\n').length, 10);
      const messages = logs.map(({ message }) => message);
      assert.is(messages.length, 5, messages.join('\n'));
      for (const message of messages.slice(0, 3)) {
        assert.match(
          message,
          /^processExited failed after \d+ ms: did not end within 50 ms \(.*hangs-on-events\.mjs\)$/,
        );
      }
      assert.match(
        messages[3]!,
        /its event hooks failed 3 times in a row; it gets no events until the next restore/,
      );
      assert.match(messages[4]!, /^7 events were dropped/);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a plugin that blocks its thread on an event keeps the state it has set', async () => {
  await inLab(async ({ runner, home }) => {
    const hooks = await runner([zoo('loops-on-events', { timeoutMs: 200 })]);
    for (let id = 1; id <= 2; id += 1) hooks.processExited(event(id));
    await hooks.close(10_000);
    const { state } = JSON.parse(readFileSync(`${home}/plugin-state/loops-on-events.json`, 'utf8'));
    assert.equal(state, { seen: 2 });
  });
});

test.run();
