import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createHookRunner } from '../../src/hooks/create-hook-runner.ts';
import type { HookProgress } from '../../src/hooks/hook-runner.ts';
import { inLab, REPORT, RESTORE, ZOO, zoo } from './plugin-lab.ts';

test('without plugins there is no thread and nothing to do', async () => {
  const before = readdirSync('/proc/self/task').length;
  const runner = await createHookRunner({ entries: [], home: '/nowhere', onLog: () => {} });
  assert.equal(await runner.checkRestore(RESTORE), { records: [], problems: [] });
  assert.equal(await runner.preRestore(RESTORE), { records: [], veto: null, env: {}, skip: [] });
  assert.is(readdirSync('/proc/self/task').length, before);
  await runner.close();
});

test('all plugins check, and what they report are problems unless their entry says "warn"', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('reports'), zoo('returns-a-report', { onError: 'warn' }), zoo('calm')]);
    const { records, problems } = await hooks.checkRestore(RESTORE);
    assert.equal(
      records.map(({ plugin, ok }) => [plugin, ok]),
      [
        ['reports', false],
        ['returns-a-report', false],
        ['calm', true],
      ],
    );
    assert.equal(problems, [records[0]]);
    assert.is(records[0]?.message, 'api: port 3000 is taken; it is Friday');
    assert.equal(records[0]?.problems, [
      { message: 'port 3000 is taken', app: 'api' },
      { message: 'it is Friday' },
    ]);
    assert.match(records[1]?.message ?? '', /^returned a value; report problems with ctx\.problem/);
    assert.equal(logs, [{ plugin: 'calm', level: 'info', message: '2 apps' }]);
  });
});

test('env and skip of all plugins are merged, and the later plugin wins', async () => {
  await inLab(async ({ runner }) => {
    const hooks = await runner([zoo('calm'), zoo('pure')]);
    const { env, skip } = await hooks.preRestore(RESTORE);
    assert.equal({ env, skip }, { env: { api: { CALM: 'pure', PURE: '1' } }, skip: ['web'] });
  });
});

test('in a dry run, preRestore runs only if the plugin declares it harmless, and no state is saved', async () => {
  await inLab(async ({ runner, home }) => {
    const hooks = await runner([zoo('calm'), zoo('pure'), zoo('hoards-state')]);
    const dry = { ...RESTORE, dryRun: true };
    await hooks.checkRestore(dry);
    const { records, env } = await hooks.preRestore(dry);
    assert.equal(
      records.map(({ plugin }) => plugin),
      ['pure'],
    );
    assert.equal(Object.keys(env.api ?? {}), ['PURE', 'CALM']);
    assert.throws(() => readFileSync(`${home}/plugin-state/hoards-state.json`));
  });
});

test('each hook receives the restore, its own fields and nothing else', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('shows-context', { options: { a: 1 } })]);
    await hooks.checkRestore(RESTORE);
    await hooks.preRestore(RESTORE);
    await hooks.postRestore(RESTORE, REPORT);
    const failed = {
      ...REPORT,
      failed: [{ name: 'api', instance: 1, reason: 'it exited with code 3', log: [] }],
    };
    await hooks.restoreFailed(RESTORE, failed);
    const event = { id: 7, name: 'api', instance: 0, pid: 123, at: '2030-01-01T00:00:00.000Z' };
    hooks.processStarted(event);
    await hooks.close();
    const always = {
      plugin: 'shows-context',
      options: { a: 1 },
      configDir: ZOO,
      state: {},
      aborted: false,
      problem: 'undefined',
    };
    assert.equal(
      logs.map(({ message }) => JSON.parse(message)),
      [
        { ...always, ...RESTORE, problem: 'function' },
        { ...always, ...RESTORE },
        { ...always, ...RESTORE, report: REPORT },
        { ...always, ...RESTORE, report: failed, failure: 'api:1: it exited with code 3' },
        { ...always, process: event },
      ],
    );
  });
});

test('a failed post hook degrades the restore, and the others still run', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('hoards-state'), zoo('calm')]);
    const { records, degraded } = await hooks.postRestore(RESTORE, REPORT);
    assert.is(degraded, true);
    assert.equal(
      records.map(({ ok }) => ok),
      [false, true],
    );
    assert.match(records[0]?.message ?? '', /^left a ctx\.state that cannot be stored as JSON/);
    assert.equal(logs, [{ plugin: 'calm', level: 'info', message: 'outcome committed' }]);
  });
});

test('state is kept between hooks, threads and runners, and left as it was by a hook that fails to keep it', async () => {
  await inLab(async ({ runner, home }) => {
    const first = await runner([zoo('calm'), zoo('hoards-state', { onError: 'warn' })]);
    await first.checkRestore(RESTORE);
    await first.preRestore(RESTORE);
    await first.postRestore(RESTORE, REPORT);
    const second = await runner([zoo('calm')]);
    const { env } = await second.preRestore(RESTORE);
    assert.equal(env, { api: { CALM: '2' } });
    assert.equal(JSON.parse(readFileSync(`${home}/plugin-state/hoards-state.json`, 'utf8')).state, {
      kept: 'before',
    });
  });
});

test('a hook that exceeds its deadline or is cancelled keeps the state it has set', async () => {
  for (const timeoutMs of [200, 30_000]) {
    await inLab(async ({ runner, logs }) => {
      const cancel = new AbortController();
      const hooks = await runner([zoo('drains', { timeoutMs })], {
        onHook: ({ status }) => {
          if (timeoutMs > 200 && status === 'started') setTimeout(() => cancel.abort(), 100);
        },
      });
      const { veto } = await hooks.preRestore(RESTORE, cancel.signal);
      assert.match(veto?.message ?? '', /did not end within 200 ms|was cancelled/);
      await hooks.restoreFailed(RESTORE, REPORT);
      assert.equal(
        logs.map(({ message }) => message),
        ['drained: true'],
      );
    });
  }
});

test('a hook that blocks its thread keeps the state it has set too', async () => {
  for (const timeoutMs of [200, 30_000]) {
    await inLab(async ({ runner, logs, home }) => {
      const cancel = new AbortController();
      const hooks = await runner([zoo('drains-and-loops', { timeoutMs })], {
        onHook: ({ status }) => {
          if (timeoutMs > 200 && status === 'started') setTimeout(() => cancel.abort(), 100);
        },
      });
      const { veto } = await hooks.preRestore(RESTORE, cancel.signal);
      assert.match(veto?.message ?? '', /an endless loop|was cancelled and did not respond/);
      const { state } = JSON.parse(readFileSync(`${home}/plugin-state/drains-and-loops.json`, 'utf8'));
      assert.equal(state, { drained: [{ name: 'b1' }, { name: 'b2' }] });
      await hooks.restoreFailed(RESTORE, REPORT);
      assert.equal(
        logs.map(({ message }) => message),
        ['drained: b1,b2'],
      );
    });
  }
});

test('the thread lives only as long as a restore succeeds', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner([zoo('remembers'), zoo('leaks-timer', { onError: 'warn' })]);
    await hooks.checkRestore(RESTORE);
    await hooks.checkRestore(RESTORE);
    await hooks.preRestore(RESTORE);
    await hooks.checkRestore(RESTORE);
    await hooks.postRestore(RESTORE, REPORT);
    await hooks.checkRestore(RESTORE);
    const [first, second, afterLeak, afterRestore] = logs.map(({ message }) => message);
    assert.is(second, first);
    assert.is.not(afterLeak, first);
    assert.is.not(afterRestore, afterLeak);
  });
});

test('a cancelled restore stops the running hook, even a loop, and starts no other', async () => {
  for (const [name, message] of [
    ['heeds-signal', /^was cancelled \(.*heeds-signal\.mjs\)$/],
    ['hangs', /^was cancelled \(.*hangs\.mjs\)$/],
    ['loops', /^was cancelled and did not respond \(.*loops\.mjs\)$/],
  ] as const) {
    await inLab(async ({ runner }) => {
      const cancel = new AbortController();
      const hooks = await runner([zoo(name, { timeoutMs: 30_000, onError: 'warn' }), zoo('calm')], {
        onHook: ({ plugin, status }) => {
          if (plugin === name && status === 'started') setTimeout(() => cancel.abort(), 100);
        },
      });
      const { records, veto } = await hooks.preRestore(RESTORE, cancel.signal);
      assert.is(records.length, 1);
      assert.match(veto?.message ?? '', message);
      assert.ok(veto!.ms < 3000, `${veto?.ms} ms`);
      const { problems } = await hooks.checkRestore(RESTORE, cancel.signal);
      assert.match(problems[0]?.message ?? '', /^was cancelled before it began/);
      assert.is((await hooks.postRestore(RESTORE, REPORT)).degraded, false);
    });
  }
});

test('a plugin that cannot be loaded again fails its hooks with that reason', async () => {
  await inLab(async ({ runner, home }) => {
    copyFileSync(`${ZOO}/calm.mjs`, `${home}/calm.mjs`);
    const hooks = await runner([{ specifier: './calm.mjs', baseDir: home, options: undefined }]);
    await hooks.postRestore(RESTORE, REPORT);
    writeFileSync(`${home}/calm.mjs`, 'export default 1;');
    const { problems } = await hooks.checkRestore(RESTORE);
    assert.match(
      problems[0]?.message ?? '',
      /^cannot be loaded again: its default export is 1; .*calm\.mjs\)$/,
    );
  });
});

test('progress reports when each hook starts and ends', async () => {
  await inLab(async ({ runner }) => {
    const progress: HookProgress[] = [];
    const hooks = await runner([zoo('calm'), zoo('throws')], { onHook: (each) => progress.push(each) });
    await hooks.preRestore(RESTORE);
    assert.equal(
      progress.map(({ plugin, status }) => `${plugin} ${status}`),
      ['calm started', 'calm ok', 'throws started', 'throws failed'],
    );
  });
});

test('a closed runner answers with failures', async () => {
  await inLab(async ({ runner }) => {
    const hooks = await runner([zoo('calm')]);
    await hooks.close();
    const { veto } = await hooks.preRestore(RESTORE);
    assert.match(veto?.message ?? '', /did not run: OPM is stopping its plugins/);
  });
});

test.run();
