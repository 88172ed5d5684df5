import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { renderFamilies } from './exposition.ts';
import { options } from './options.ts';
import { countExit, countRestore, countStart, readTally } from './tally.ts';
import { parse } from './test-parser.ts';
import {
  entries,
  exited,
  file,
  processOf,
  reportOf,
  restored,
  run,
  started,
  useFolder,
  written,
} from './test-run.ts';

useFolder();

test('reports the outcome of the last restore', async () => {
  const beforeMs = Date.now();
  await restored({
    started: entries(3),
    replaced: entries(1),
    kept: entries(2),
    durationMs: 2500,
    hooks: [
      { plugin: 'wait-for', hook: 'preRestore', ok: true, ms: 1500 },
      { plugin: 'vault', hook: 'preRestore', ok: false, ms: 20, message: 'sealed' },
    ],
  });
  const values = await written();
  const atMs = values.get('opm_last_restore_timestamp_seconds')! * 1000;
  assert.ok(atMs >= beforeMs && atMs <= Date.now());
  values.delete('opm_last_restore_timestamp_seconds');
  assert.equal(Object.fromEntries(values), {
    'opm_restores_total{outcome="committed"}': 1,
    'opm_restores_total{outcome="rolled-back"}': 0,
    'opm_restores_total{outcome="partial"}': 0,
    opm_last_restore_success: 1,
    opm_last_restore_duration_seconds: 2.5,
    'opm_last_restore_instances{action="started"}': 3,
    'opm_last_restore_instances{action="replaced"}': 1,
    'opm_last_restore_instances{action="kept"}': 2,
    'opm_last_restore_instances{action="stopped"}': 0,
    'opm_last_restore_instances{action="failed"}': 0,
    'opm_last_restore_hook_duration_seconds{hook="preRestore",plugin="wait-for"}': 1.5,
    'opm_last_restore_hook_duration_seconds{hook="preRestore",plugin="vault"}': 0.02,
    'opm_last_restore_hook_success{hook="preRestore",plugin="wait-for"}': 1,
    'opm_last_restore_hook_success{hook="preRestore",plugin="vault"}': 0,
  });
});

test('counts restores over time, including failed ones', async () => {
  await restored({});
  await restored({ outcome: 'partial' });
  const failed = [{ name: 'api', instance: 0, reason: 'no', log: [] }];
  const report = reportOf({ outcome: 'rolled-back', failed });
  assert.is(await run('restoreFailed', {}, { report }), null);
  const values = await written();
  assert.is(values.get('opm_restores_total{outcome="committed"}'), 1);
  assert.is(values.get('opm_restores_total{outcome="partial"}'), 1);
  assert.is(values.get('opm_restores_total{outcome="rolled-back"}'), 1);
  assert.is(values.get('opm_last_restore_success'), 0);
  assert.is(values.get('opm_last_restore_instances{action="failed"}'), 1);
});

test('counts starts and exits of each app', async () => {
  await started('api');
  await started('api');
  await started('db');
  await exited({ exitCode: 0 });
  await exited({ exitCode: 137 });
  await exited({ signal: 'SIGKILL' });
  await exited({ signal: 'SIGKILL' });
  await exited({});
  const values = await written();
  const exits = ['success', 'failure', 'signal', 'unknown'].map((result) =>
    values.get(`opm_process_exits_total{app="api",result="${result}"}`),
  );
  assert.equal(exits, [1, 1, 2, 1]);
  assert.is(values.get('opm_process_starts_total{app="api"}'), 2);
  assert.is(values.get('opm_process_starts_total{app="db"}'), 1);
  assert.is(values.get('opm_process_exits_total{app="db",result="success"}'), 0);
  assert.not.ok(values.has('opm_last_restore_success'), 'there was none yet');
});

test('adds the given labels to every line', async () => {
  await restored({}, { labels: { fleet: 'a "b"\\\n', constructor: 'c' } });
  for (const key of (await written()).keys()) {
    assert.match(key, 'fleet="a \\"b\\"\\\\\\n"');
    assert.match(key, 'constructor="c"');
  }
});

test('writes valid output whatever the names', () => {
  const read = (escaped: string) => escaped.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 8 }), (apps) => {
      const samples = apps.map((app, value) => ({ labels: { app }, value }));
      const text = renderFamilies([{ name: 'x', type: 'gauge', help: 'a\\b\nc', samples }], { z: '"' });
      if (apps.length === 0) return assert.is(text, '\n');
      const found = [...parse(text).values.keys()].map((key) =>
        read(/app="(.*)",z="\\""\}$/s.exec(key)![1]!),
      );
      assert.equal(found, apps);
    }),
  );
});

test('keeps one line per hook when a plugin ran twice', async () => {
  const hook = { plugin: 'secrets', hook: 'preRestore', ok: true };
  await restored({
    hooks: [
      { ...hook, ms: 1 },
      { ...hook, ms: 2 },
    ],
  });
  const key = 'opm_last_restore_hook_duration_seconds{hook="preRestore",plugin="secrets"}';
  assert.is((await written()).get(key), 0.002);
});

/** The tally in `state`, changed in place. */
test('stays within its state limit with very many apps', () => {
  const tally = readTally({ apps: 'broken' });
  for (let i = 0; i < 3000; i++) countStart(tally, `some-app-with-a-long-name-${i}`);
  countExit(tally, processOf({ name: 'late', exitCode: 0 }));
  const hook = { hook: 'preRestore', ok: true, ms: 1 };
  const hooks = Array.from({ length: 500 }, (_, i) => ({ plugin: `plugin-${i}`, ...hook }));
  countRestore(tally, reportOf({ hooks }), Date.now());
  assert.is(tally.last!.hooks.length, 100);
  assert.ok(JSON.stringify(tally).length < 60_000);
  assert.is(
    tally.apps.reduce((sum, [, starts]) => sum + starts, 0),
    3000,
  );
  const other = tally.apps.find(([name]) => name === '_other')!;
  assert.ok(other[1] > 1000);
  assert.is(other[2], 1);
});

test('passes the Prometheus linter', async () => {
  if (spawnSync('promtool', ['--version']).error) return console.log('skipped: promtool is not installed');
  await restored({ hooks: [{ plugin: 'a"b', hook: 'preRestore', ok: true, ms: 1 }] });
  await started('api');
  await exited({ exitCode: 1 });
  execFileSync('promtool', ['check', 'metrics'], {
    input: await readFile(file),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
});

test('rejects invalid options', () => {
  const bad = [
    {},
    { file: 'opm.txt' },
    { file: 'x.prom', mode: 644 },
    { file: 'x.prom', mode: '4755' },
    { file: 'x.prom', mode: '0888' },
    { file: 'x.prom', labels: { 'a-b': 'c' } },
    { file: 'x.prom', labels: { __name__: 'c' } },
    { file: 'x.prom', labels: JSON.parse('{ "__proto__": "c" }') },
    { file: 'x.prom', labels: ['c'] },
    { file: 'x.prom', labels: { app: 'c' } },
    { file: 'x.prom', labels: { a: 1 } },
    { file: 'x.prom', path: 'y' },
  ];
  for (const given of bad) assert.not.ok(v.safeParse(options, given).success, JSON.stringify(given));
});

test.run();
