import { resolve } from 'node:path';
import { definePlugin, type PluginContext } from '../../src/plugin.ts';
import { renderFamilies } from './exposition.ts';
import { familiesOf } from './families.ts';
import { type Options, options } from './options.ts';
import { PacedFile } from './paced-file.ts';
import { countExit, countRestore, countStart, readTally, type Tally } from './tally.ts';

/** Writes a text file for Prometheus, read through node_exporter's textfile collector. */
export default definePlugin({
  name: 'metrics',
  apiVersion: 1,
  options,
  hooks: {
    async postRestore(ctx) {
      if (!ctx.dryRun) await update(ctx, (tally) => countRestore(tally, ctx.report, Date.now()), 0);
    },
    async restoreFailed(ctx) {
      if (!ctx.dryRun) await update(ctx, (tally) => countRestore(tally, ctx.report, Date.now()), 0);
    },
    async processStarted(ctx) {
      await update(ctx, (tally) => countStart(tally, ctx.process.name), ctx.options.interval);
    },
    async processExited(ctx) {
      await update(ctx, (tally) => countExit(tally, ctx.process), ctx.options.interval);
    },
  },
});

/** By path. They exist as long as the plugin's thread. */
const files = new Map<string, PacedFile>();

/** Counts first: events that cannot be written now are in the file the next time. */
async function update(
  ctx: PluginContext<Options>,
  count: (tally: Tally) => void,
  intervalMs: number,
): Promise<void> {
  const tally = readTally(ctx.state);
  count(tally);
  Object.assign(ctx.state, tally);
  const { file, mode, labels } = ctx.options;
  const path = resolve(ctx.configDir, file);
  const paced = files.get(path) ?? new PacedFile(path, mode);
  files.set(path, paced);
  await paced.update(() => renderFamilies(familiesOf(tally), labels), intervalMs);
}
