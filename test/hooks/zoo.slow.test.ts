import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PreRestoreOutcome } from '../../src/hooks/hook-runner.ts';
import { runtimeName } from '../../src/runtime/self.ts';
import { inLab, longestStall, REPORT, RESTORE, ZOO, zoo } from './plugin-lab.ts';

/** What each bad plugin does in `preRestore`, and what must be said of it. */
const ZOO_OF_PRE_RESTORE: [plugin: string, does: string, message: RegExp][] = [
  ['hangs', 'never ends', /^did not end within 300 ms \(.*\/hangs\.mjs\)$/],
  ['heeds-signal', 'gives up at its deadline', /^did not end within 300 ms \(.*\/heeds-signal\.mjs\)$/],
  ['loops', 'loops', /^did not end within 300 ms and does not respond: .*loops\.mjs/],
  ['blocks', 'blocks its thread', /^did not end within 300 ms and does not respond: .*blocks\.mjs/],
  ['exits', 'calls process.exit', /^process\.exit\(\) is not allowed in a plugin.*exits\.mjs:6:\d+\)$/],
  ['aborts', 'kills the daemon', /^process\.kill\(\) is not allowed in a plugin.*aborts\.mjs:9:\d+\)$/],
  ['rejects-unheard', 'leaves a rejection unhandled', /^nobody listens \(.*rejects-unheard\.mjs:6:\d+\)$/],
  [
    'rejects-while-waiting',
    'throws in a timer',
    /^thrown in a timer \(.*rejects-while-waiting\.mjs:7:\d+\)$/,
  ],
  ['throws', 'throws', /^no restore today \(.*throws\.mjs:6:\d+\)$/],
  [
    'throws-text',
    'throws what is no error',
    /^threw a value that is not an Error: 'just text' \(.*throws-text\.mjs\)$/,
  ],
  ['throws-nothing', 'throws undefined', /^threw a value that is not an Error: undefined/],
  ['throws-trap', 'throws an error that throws', /^threw something that cannot be described/],
  ['returns-too-much', 'returns a megabyte', /^returned \d+ bytes; the limit is 1048576/],
  ['leaks-timer', 'leaves a timer running', /^left something running \(1 × Timeout\)/],
  ['leaks-server', 'leaves a server listening', /^left something running \(1 × TCPServerWrap\)/],
  ['posts-to-parent', 'speaks to the pool', /^Unexpected message on Worker: .*posts-to-parent\.mjs\)$/],
  ['hoards-state', 'keeps too much state', /^left a ctx\.state of 65\d{3} bytes; the limit is 65536/],
];

/** The whole zoo in one restore, one bad plugin after the other and a good one at the end. */
const outcome = inLab(async ({ runner }) => {
  const deadline = (name: string) =>
    ['hangs', 'heeds-signal', 'loops', 'blocks'].includes(name) ? 300 : 5000;
  const entries = ZOO_OF_PRE_RESTORE.map(([name]) =>
    zoo(name, { timeoutMs: deadline(name), onError: 'warn' }),
  );
  const hooks = await runner([...entries, zoo('calm')]);
  const stallMs = await longestStall(async () => Object.assign(seen, await hooks.preRestore(RESTORE)));
  Object.assign(seen, { stallMs });
});
const seen = { stallMs: Number.NaN } as PreRestoreOutcome & { stallMs: number };

for (const [name, does, message] of ZOO_OF_PRE_RESTORE) {
  test(`a plugin that ${does} fails with its name, hook, time and place`, async () => {
    await outcome;
    const record = seen.records.find(({ plugin }) => plugin === name);
    assert.is(record?.hook, 'preRestore');
    assert.is(record?.ok, false);
    assert.match(record?.message ?? '', message);
    assert.is(record?.file, `${ZOO}/${name}.mjs`);
    assert.ok(record!.ms >= 0 && record!.ms < 3000, `${record?.ms} ms`);
  });
}

test('after all of them the next plugin runs, and the main thread was never blocked', async () => {
  await outcome;
  assert.equal(
    seen.records.map(({ plugin, ok }) => [plugin, ok]),
    [...ZOO_OF_PRE_RESTORE.map(([name]) => [name, false]), ['calm', true]],
  );
  assert.is(seen.veto, null);
  assert.equal(seen.env, { api: { CALM: '1' } });
  assert.ok(seen.stallMs < 1000, `it stood still for ${seen.stallMs} ms`);
});

test('a failure vetoes the restore unless the entry says "warn", and later plugins do not run', async () => {
  await inLab(async ({ runner }) => {
    const hooks = await runner([zoo('throws'), zoo('calm')]);
    const { records, veto, env } = await hooks.preRestore(RESTORE);
    assert.is(records.length, 1);
    assert.is(veto?.plugin, 'throws');
    assert.equal(env, {});
  });
});

test('calls that would change the daemon for everybody are refused', async () => {
  await inLab(async ({ runner }) => {
    const before = { cwd: process.cwd(), umask: process.umask() };
    const hooks = await runner([zoo('aborts'), zoo('changes-env')]);
    const { records: checked } = await hooks.checkRestore(RESTORE);
    assert.match(checked[0]?.message ?? '', /process\.abort\(\) is not allowed/);
    await hooks.preRestore(RESTORE);
    const { records: post } = await hooks.postRestore(RESTORE, REPORT);
    assert.match(post[0]?.message ?? '', /process\.chdir\(\) is not allowed/);
    const { records: failed } = await hooks.restoreFailed(RESTORE, REPORT);
    assert.match(failed[0]?.message ?? '', /process\.umask\(\) is not allowed/);
    assert.equal({ cwd: process.cwd(), umask: process.umask() }, before);
    assert.is(process.env.CHANGED_BY_PLUGIN, undefined);
  });
});

test('a late failure of something a hook left behind is reported and not blamed on the next hook', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('throws-later')]);
    await hooks.checkRestore(RESTORE);
    const { records } = await hooks.preRestore(RESTORE);
    // Deno loses the context of an uncaught exception: there the hook at work is blamed.
    if (runtimeName() === 'deno') return;
    assert.is(records[0]?.ok, true);
    assert.match(logs.map(({ message }) => message).join('\n'), /^after its hook ended: too late$/);
  });
});

test('a flood of lines is cut off and counted', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('floods')]);
    await hooks.preRestore(RESTORE);
    assert.is(logs.length, 1001);
    assert.is(logs[999]?.message, 'line 999');
    assert.is(logs[1000]?.message, '4001 more lines were dropped');
  });
});

test("a plugin's output becomes its log lines", async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('prints')]);
    await hooks.preRestore(RESTORE);
    assert.equal(
      logs.map(({ level, message }) => `${level}: ${message}`),
      [
        'info: printed at load',
        'info: printed 1',
        'error: printed an error',
        'info: written',
        'info: in two lines',
      ],
    );
  });
});

const NONSENSE: RegExp[] = [
  /^returned "text"; it may return \{ env, skip \} or nothing/,
  /^returned an unknown key "evn"/,
  /^returned env for "apy", which is not an app of this restore; did you mean "api"\?/,
  /variable "1A" for "api", which is not a valid variable name.*"OPM_TOKEN".*reserved.*"NUL".*a NUL.*"NUMBER".*not a string/,
  /^returned an env that is not an object/,
  /^returned a skip that is not an array/,
  /^returned skip with "wbe", which is not an app of this restore; did you mean "web"\?/,
  /^returned a value that cannot be read: trap/,
];

test("the result of preRestore is validated, and no variable's value is revealed", async () => {
  await inLab(async ({ runner }) => {
    const hooks = await runner([zoo('returns-nonsense')]);
    for (const [number, message] of NONSENSE.entries()) {
      const { veto, env, skip } = await hooks.preRestore({ ...RESTORE, restoreId: String(number) });
      assert.match(veto?.message ?? '', message);
      assert.equal({ env, skip }, { env: {}, skip: [] });
    }
  });
});

test.run();
