import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import type { HookApp, ProcessExitedEvent } from '../src/hooks/hook-runner.ts';
import {
  apiVersion,
  definePlugin,
  type ExitedProcess,
  type PluginApp,
  type RestoreReport,
} from '../src/plugin.ts';
import type { HookRecord, RestoreReport as InternalReport } from '../src/protocol/restore-report.ts';

/** Compiles only when what OPM hands to plugins is what the public types say. */
function publicTypesMatch(
  app: HookApp,
  report: InternalReport,
  exited: ProcessExitedEvent,
  hook: HookRecord,
) {
  const values: [PluginApp, RestoreReport, ExitedProcess, RestoreReport['hooks'][number]] = [
    app,
    report,
    exited,
    hook,
  ];
  return values;
}

test('definePlugin returns its argument', () => {
  const plugin = { name: 'a', apiVersion: 1 as const, hooks: {} };
  assert.is(definePlugin(plugin), plugin);
  assert.is(apiVersion, 1);
  assert.type(publicTypesMatch, 'function');
});

test('the schema determines the type of ctx.options in every hook', async () => {
  const seen: number[] = [];
  const plugin = definePlugin({
    name: 'typed',
    apiVersion: 1,
    options: v.object({ port: v.optional(v.number(), 80) }),
    hooks: {
      async checkRestore(ctx) {
        const port: number = ctx.options.port;
        seen.push(port);
        // @ts-expect-error: the schema has no such key
        ctx.options.host;
      },
    },
  });
  const result = await plugin.options?.['~standard'].validate({});
  assert.equal(result, { typed: true, value: { port: 80 } });
  assert.equal(seen, []);
});

test.run();
