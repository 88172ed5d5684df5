import { execFileSync, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import type { ExitedProcess, Json, ReportEntry, RestoreReport } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import { renderFamilies } from './exposition.ts';
import plugin from './index.ts';
import { options } from './options.ts';
import { countExit, countRestore, countStart, readTally } from './tally.ts';
import { type Parsed, parse } from './test-parser.ts';

type Given = Partial<v.InferInput<typeof options>>;

let folder = '';
let file = '';
let state: Record<string, Json> = {};

test.before.each(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opm-metrics-'));
  file = join(folder, 'opm.prom');
  state = {};
});
test.after.each(() => rm(folder, { recursive: true }));

/** Runs one hook; the state is carried from one run to the next as the daemon would. */
async function run(
  hook: 'postRestore' | 'restoreFailed' | 'processStarted' | 'processExited',
  given: Given,
  rest: TestPluginOptions,
): Promise<string | null> {
  const result = await testPlugin(plugin, {
    options: { file: 'opm.prom', interval: '0s', ...given },
    configDir: folder,
    hooks: [hook],
    state,
    ...rest,
  });
  state = result.state;
  return result.records[0]!.message ?? null;
}

async function restored(report: Partial<RestoreReport>, given: Given = {}, rest: TestPluginOptions = {}) {
  assert.is(await run('postRestore', given, { report: reportOf(report), ...rest }), null);
}

function reportOf(report: Partial<RestoreReport>): RestoreReport {
  const empty = { started: [], replaced: [], kept: [], stopped: [], failed: [], hooks: [], warnings: [] };
  return { outcome: 'committed', ...empty, durationMs: 0, ...report };
}

function entries(count: number): ReportEntry[] {
  return Array.from({ length: count }, (_, id) => ({ id, name: 'api', instance: id, pid: 1, ms: 1 }));
}

async function started(name: string, given: Given = {}) {
  assert.is(await run('processStarted', given, { process: { name } }), null);
}

async function exited(process: Partial<ExitedProcess>) {
  assert.is(await run('processExited', {}, { process: processOf(process) }), null);
}

/** Why a start could not be written. */
async function startFails(rest: TestPluginOptions = {}): Promise<string> {
  return (await run('processStarted', {}, { process: { name: 'api' }, ...rest })) ?? 'it did not fail';
}

function processOf(rest: Partial<ExitedProcess>): ExitedProcess {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: 1,
    name: 'api',
    instance: 0,
    pid: 9,
    at,
    exitCode: null,
    signal: null,
    status: 'backoff',
    ...rest,
  };
}

async function written(): Promise<Parsed['values']> {
  return parse(await readFile(file, 'utf8')).values;
}

test('tells how the last restore went', async () => {
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

test('counts restores over time, the failed ones too', async () => {
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

test('puts given labels on every line', async () => {
  await restored({}, { labels: { fleet: 'a "b"\\\n', constructor: 'c' } });
  for (const key of (await written()).keys()) {
    assert.match(key, 'fleet="a \\"b\\"\\\\\\n"');
    assert.match(key, 'constructor="c"');
  }
});

test('writes what can be read, whatever the names', () => {
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

test('keeps one line a hook when a plugin ran twice', async () => {
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

test('writes nothing in a dry run', async () => {
  await restored({}, {}, { dryRun: true });
  assert.equal(await readdir(folder), []);
  assert.equal(state, {});
});

test('gives the file its mode, whatever the umask', async () => {
  await started('api');
  assert.is((await stat(file)).mode & 0o777, 0o644);
  assert.equal(await readdir(folder), ['opm.prom']);
  file = join(folder, 'other.prom');
  await started('api', { file, mode: '660' });
  assert.is((await stat(file)).mode & 0o777, 0o660);
});

test('never shows half a file to a reader', async () => {
  for (let i = 0; i < 200; i++) countStart(readTallyInto(), `app-${i}`);
  let writing = true;
  let reads = 0;
  await started('first');
  const reader = (async () => {
    while (writing) {
      assert.ok((await written()).size > 1000);
      reads++;
    }
  })();
  for (let i = 0; i < 60; i++) await started('api');
  writing = false;
  await reader;
  assert.ok(reads > 0);
});

test('makes few writes of many events, and the last one is complete', async () => {
  const watcher = watch(folder);
  let writes = 0;
  const complete = new Promise<void>((resolve) => {
    watcher.on('change', async (_, name) => {
      if (name !== 'opm.prom') return;
      writes++;
      if ((await written()).get('opm_process_starts_total{app="api"}') === 100) resolve();
    });
  });
  try {
    for (let i = 0; i < 100; i++) await started('api', { interval: '400ms' });
    await complete;
  } finally {
    watcher.close();
  }
  assert.ok(writes <= 20, `${writes} writes`);
});

test('writes the end of a restore at once', async () => {
  await started('api', { interval: '1h' });
  await started('api', { interval: '1h' });
  await restored({}, { interval: '1h' });
  const values = await written();
  assert.is(values.get('opm_process_starts_total{app="api"}'), 2);
  assert.is(values.get('opm_last_restore_success'), 1);
});

test('keeps writes apart that come at once', async () => {
  await Promise.all(Array.from({ length: 20 }, () => started('api')));
  assert.equal(await readdir(folder), ['opm.prom']);
  assert.ok((await written()).has('opm_process_starts_total{app="api"}'));
});

/** The tally in `state`, changed in place. */
function readTallyInto() {
  const tally = readTally(state);
  Object.assign(state, tally);
  return state as unknown as ReturnType<typeof readTally>;
}

test('clears away what a killed daemon left, and follows no link there', async () => {
  const victim = join(folder, 'victim');
  await writeFile(victim, 'mine');
  await symlink(victim, join(folder, '.opm.prom.opm-tmp'));
  await started('api');
  assert.is(await readFile(victim, 'utf8'), 'mine');
  assert.equal((await readdir(folder)).sort(), ['opm.prom', 'victim']);
});

test('says what is wrong with the folder, keeps the old file, and has counted all the same', async () => {
  await started('api');
  // Not an empty one: Deno's unlink would remove that.
  await mkdir(join(folder, '.opm.prom.opm-tmp/full'), { recursive: true });
  assert.match(await startFails(), /^cannot write .*opm\.prom: /);
  assert.is((await written()).get('opm_process_starts_total{app="api"}'), 1);
  await rm(join(folder, '.opm.prom.opm-tmp'), { recursive: true });
  await started('api');
  assert.is((await written()).get('opm_process_starts_total{app="api"}'), 3);
  const missing = join(folder, 'no');
  assert.is(
    await startFails({ configDir: missing }),
    `cannot write ${missing}/opm.prom: the folder ${missing} does not exist`,
  );
});

test('leaves nothing behind on a full disk', async () => {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]).status !== 0) {
    return console.log('skipped: mounting is not permitted here');
  }
  try {
    await started('api');
    for (let i = 0; i < 500; i++) countStart(readTallyInto(), `app-${i}`);
    assert.match(await startFails(), /^cannot write .*opm\.prom: ENOSPC/);
    assert.is((await written()).get('opm_process_starts_total{app="api"}'), 1);
    assert.equal(await readdir(folder), ['opm.prom']);
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('stays within its state with very many apps', () => {
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

test('passes the linter of Prometheus', async () => {
  if (spawnSync('promtool', ['--version']).error) return console.log('skipped: promtool is not installed');
  await restored({ hooks: [{ plugin: 'a"b', hook: 'preRestore', ok: true, ms: 1 }] });
  await started('api');
  await exited({ exitCode: 1 });
  execFileSync('promtool', ['check', 'metrics'], {
    input: await readFile(file),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
});

test('refuses options that make no sense', () => {
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
