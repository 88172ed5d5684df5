import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { OpmError } from '../src/errors.ts';
import { definePlugin } from '../src/plugin.ts';
import { testPlugin } from '../src/plugin-testing.ts';

const ZOO = fileURLToPath(new URL('./fixtures/plugins', import.meta.url));

const greeter = definePlugin({
  name: 'greeter',
  apiVersion: 1,
  options: v.object({ greeting: v.string(), shy: v.optional(v.boolean(), false) }),
  hooks: {
    checkRestore(ctx) {
      if (ctx.options.shy) ctx.problem('too shy', { app: ctx.apps[0]?.name ?? '' });
    },
    preRestore(ctx) {
      ctx.log.info(`${ctx.options.greeting}, ${ctx.apps.map(({ name }) => name).join(' and ')}`);
      if (ctx.reason === 'recovery') throw new Error('not again');
      return { env: { api: { GREETING: ctx.options.greeting } }, skip: ['worker'] };
    },
    postRestore(ctx) {
      ctx.state.greeted = ctx.report.started.length;
    },
    restoreFailed(ctx) {
      ctx.log.warn(ctx.failure);
    },
    processExited(ctx) {
      ctx.log.error(`${ctx.process.name} is ${ctx.process.status}`);
    },
  },
});

test('a plugin runs against a made-up restore, and everything it did is returned', async () => {
  const result = await testPlugin(greeter, { options: { greeting: 'hello' } });
  assert.equal(
    result.records.map(({ hook, ok }) => [hook, ok]),
    [
      ['checkRestore', true],
      ['preRestore', true],
      ['postRestore', true],
      ['restoreFailed', true],
      ['processExited', true],
    ],
  );
  assert.equal(result.env, { api: { GREETING: 'hello' } });
  assert.equal(result.skip, ['worker']);
  assert.equal(result.state, { greeted: 3 });
  assert.is(result.veto, null);
  assert.equal(
    result.logs.map(({ level, message }) => `${level}: ${message}`),
    [
      'info: hello, api and worker',
      'warn: api:0: it exited with code 1 before it was ready',
      'error: api is backoff',
    ],
  );
});

test('the restore can be configured: apps, reason, failure, process, report, state and hooks', async () => {
  const result = await testPlugin(greeter, {
    options: { greeting: 'hello', shy: true },
    apps: ['web'],
    reason: 'recovery',
    failure: 'the disk is full',
    process: { name: 'web', status: 'errored' },
    report: { started: [] },
    state: { before: true },
    hooks: ['preRestore', 'checkRestore', 'restoreFailed', 'processExited', 'postRestore'],
  });
  assert.equal(result.problems, [{ message: 'too shy', app: 'web' }]);
  assert.match(result.veto ?? '', /^not again/);
  assert.equal(result.env, {});
  assert.equal(result.state, { before: true, greeted: 0 });
  assert.equal(
    result.logs.map(({ message }) => message),
    ['hello, web', 'the disk is full', 'web is errored'],
  );
});

test("a dry run leaves the state alone and runs the same hooks as OPM's", async () => {
  const result = await testPlugin(greeter, { options: { greeting: 'hello' }, dryRun: true });
  assert.equal(
    result.records.map(({ hook }) => hook),
    ['checkRestore'],
  );
  assert.equal(result.state, {});
});

test('a plugin that OPM would refuse is rejected with every reason', async () => {
  const refused = async (run: Promise<unknown>): Promise<string> => {
    const error = await run.catch((reason: unknown) => reason);
    assert.instance(error, OpmError);
    return (error as OpmError).message;
  };
  assert.match(await refused(testPlugin(greeter, { options: { greeting: 1 } })), /options\.greeting: /);
  for (const thread of [false, true]) {
    const message = await refused(testPlugin(`${ZOO}/wrong-shape.mjs`, { thread }));
    assert.is(message.split('\n').length, 6, message);
    assert.match(await refused(testPlugin(`${ZOO}/missing.mjs`, { thread })), /it was not found; looked for/);
  }
});

test('a file runs in the plugin thread with the same result as in this process', async () => {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'opm-testing-'));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = temporary;
  const run = async (thread: boolean) => {
    const file = path.join(ZOO, 'calm.mjs');
    const { records, ...rest } = await testPlugin(thread ? pathToFileURL(file) : file, {
      thread,
      state: { restores: 41 },
    });
    return { ...rest, records: records.map(({ hook, ok }) => ({ hook, ok })) };
  };
  const inThread = await run(true);
  assert.equal(inThread, await run(false));
  assert.equal(inThread.env, { api: { CALM: '42' } });
  assert.equal(inThread.state, { restores: 42 });
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  const left = readdirSync(temporary).filter((name) => name.startsWith('opm-'));
  rmSync(temporary, { recursive: true });
  assert.equal(left, [], 'nothing is left in the temporary folder');
});

test('a hook that does not end fails at its deadline, even in this process', async () => {
  const { veto } = await testPlugin(path.join(ZOO, 'hangs.mjs'), { timeoutMs: 30 });
  assert.match(veto ?? '', /^did not end within 30 ms/);
});

test('a hook that the plugin does not have, and an object in a thread, are errors of the test', async () => {
  const message = async (run: Promise<unknown>) =>
    ((await run.catch((error: unknown) => error)) as Error).message;
  const options = { greeting: 'x' };
  assert.is(
    await message(testPlugin(greeter, { options, hooks: ['processStarted'] })),
    'The plugin "greeter" has no hook processStarted',
  );
  assert.match(await message(testPlugin(greeter, { options, thread: true })), /^Only a file can run/);
});

test.run();
