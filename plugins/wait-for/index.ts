import { definePlugin, durationText } from '../../src/plugin.ts';
import { options } from './options.ts';
import { targetsOf } from './probes.ts';
import { tryOnce, waitForAll } from './wait.ts';

/** Delays a restore until external things that apps need are available: the network at boot, a disk, a database. */
export default definePlugin({
  name: 'wait-for',
  apiVersion: 1,
  options,
  // A dry run tries each target once and does not wait.
  preRestoreInDryRun: true,
  hooks: {
    async preRestore(ctx) {
      // In a recovery the machine has long been up, and one crashed process should not wait for all of this.
      if (ctx.reason === 'recovery') return;
      const targets = targetsOf(ctx.options, ctx.configDir);
      const { timeout, interval, attemptTimeout } = ctx.options;

      if (ctx.dryRun) {
        const errors = await Promise.all(
          targets.map((target) => tryOnce(target, attemptTimeout, ctx.signal)),
        );
        errors.forEach((error, index) => {
          if (error !== null) ctx.log.warn(`${targets[index]!.label} is not up: ${error}`);
        });
        return;
      }

      ctx.log.info(
        `waiting up to ${durationText(timeout)} for ${targets.map(({ label }) => label).join(', ')}`,
      );
      const missing = await waitForAll({
        targets,
        limits: { timeoutMs: timeout, intervalMs: interval, attemptTimeoutMs: attemptTimeout },
        signal: ctx.signal,
        onUp: ({ label }, ms) => ctx.log.info(`${label} is up after ${durationText(ms)}`),
        onTrouble: ({ label }, error) => ctx.log.info(`${label} is not up yet: ${error}`),
      });
      if (missing.length === 0) return;
      const list = missing.map(({ label, lastError }) => `${label} (${lastError})`).join('; ');
      const limit = ctx.signal.aborted ? "before the hook's deadline" : `within ${durationText(timeout)}`;
      const message = `${missing.length} of ${targets.length} did not come up ${limit}: ${list}`;
      // Past its deadline, an error that a hook throws goes unnoticed.
      if (ctx.signal.aborted) ctx.log.error(message);
      throw new Error(message);
    },
  },
});
