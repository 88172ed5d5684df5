import { definePlugin, type PluginApp, type PreRestoreResult } from '../../src/plugin.ts';
import { options, type Source } from './options.ts';
import type { Variables } from './parse.ts';
import { labelOf, readSource } from './source.ts';

/** Gives apps environment variables from files, folders of files and commands, without writing them to disk or logs. */
export default definePlugin({
  name: 'secrets',
  apiVersion: 1,
  options,
  // A dry run reads files, to show the names of their variables, but runs no commands.
  preRestoreInDryRun: true,
  hooks: {
    /** Everything that can be checked without running a command. */
    async checkRestore(ctx) {
      for (const name of unknownApps(ctx.options.sources, ctx.apps)) {
        ctx.log.warn(`there is no app "${name}" in this restore`);
      }
      const files = ctx.options.sources.filter((source) => !('command' in source));
      for (const result of await Promise.allSettled(files.map((source) => readSource(source, ctx)))) {
        if (result.status === 'rejected') ctx.problem((result.reason as Error).message);
      }
    },

    async preRestore(ctx): Promise<PreRestoreResult> {
      const sources = ctx.options.sources.filter((source) => {
        const passedOver = ctx.dryRun && 'command' in source;
        if (passedOver) ctx.log.info(`${labelOf(source)} is not run in a dry run`);
        return !passedOver;
      });
      const results = await Promise.allSettled(sources.map((source) => readSource(source, ctx)));
      const reasons = results.flatMap((result) =>
        result.status === 'rejected' ? [(result.reason as Error).message] : [],
      );
      if (reasons.length > 0) throw new Error(reasons.join('; '));
      const read = results.flatMap((result, index) =>
        result.status === 'fulfilled' ? [{ source: sources[index]!, variables: result.value }] : [],
      );
      return { env: environmentOf(ctx.apps, read) };
    },
  },
});

/** By app; a later source wins over an earlier one. */
function environmentOf(
  apps: readonly PluginApp[],
  read: readonly { source: Source; variables: Variables }[],
): Record<string, Record<string, string>> {
  const env: Record<string, Record<string, string>> = {};
  for (const { name, actions } of apps) {
    if (actions.every((action) => action === 'stop')) continue;
    const own = read.filter(({ source }) => source.apps?.includes(name) ?? true);
    const variables = own.flatMap((entry) => [...entry.variables]);
    if (variables.length > 0) env[name] = Object.fromEntries(variables);
  }
  return env;
}

function unknownApps(sources: readonly Source[], apps: readonly PluginApp[]): string[] {
  const named = new Set(sources.flatMap((source) => source.apps ?? []));
  return [...named].filter((name) => apps.every((app) => app.name !== name));
}
