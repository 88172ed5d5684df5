import { hostname } from 'node:os';
import { definePlugin, durationText, type PluginContext, type PostRestoreContext } from '../../src/plugin.ts';
import { channelsOf } from './channels.ts';
import { deliver } from './deliver.ts';
import { keepQuiet, type Memory, readMemory, recordCrash, takeTurn } from './memory.ts';
import { crashLoopMessage, type Message, restoreMessage } from './message.ts';
import { type Options, options } from './options.ts';

/** An alert that could not be delivered is due again after this time. */
const RETRY_ALARM_MS = 60_000;

/** Statuses of an instance whose process was stopped on purpose. */
const ON_PURPOSE = new Set(['stopping', 'stopped']);

/** Notifies people of the outcome of a restore and of apps that keep crashing. */
export default definePlugin({
  name: 'notify',
  apiVersion: 1,
  options,
  hooks: {
    async postRestore(ctx) {
      await tellOfRestore(ctx, null);
    },

    async restoreFailed(ctx) {
      await tellOfRestore(ctx, ctx.failure);
    },

    async processExited(ctx) {
      const { process } = ctx;
      if (ON_PURPOSE.has(process.status) || !ctx.options.events.includes('crash-loop')) return;
      const { exits: most, window: windowMs, cooldown } = ctx.options.crashLoop;
      const atMs = Date.parse(process.at);
      const memory = readMemory(ctx.state);
      const crash = { app: process.name, atMs, final: process.status === 'errored' };
      const exits = recordCrash(memory, crash, { exits: most, windowMs });
      Object.assign(ctx.state, memory);
      if (exits === null) return;

      const message = crashLoopMessage({ process, exits, windowMs, title: titleOf(ctx) });
      const { delivered, error } = await send(ctx, memory, message);
      keepQuiet(memory, process.name, atMs + (delivered ? cooldown : Math.min(RETRY_ALARM_MS, cooldown)));
      Object.assign(ctx.state, memory);
      if (error !== null) throw error;
    },
  },
});

async function tellOfRestore(ctx: PostRestoreContext<Options>, failure: string | null): Promise<void> {
  if (ctx.dryRun) return;
  const message = restoreMessage({
    ctx,
    report: ctx.report,
    failure,
    title: titleOf(ctx),
    unchanged: ctx.options.unchanged,
    nowMs: Date.now(),
  });
  if (message === null || !ctx.options.events.includes(message.event)) return;
  const memory = readMemory(ctx.state);
  const { error } = await send(ctx, memory, message);
  Object.assign(ctx.state, memory);
  if (error !== null) throw error;
}

interface Sent {
  /** At least one service accepted it, or the rate limit held it back. */
  delivered: boolean;
  /** Names every service that did not accept it. */
  error: Error | null;
}

/** Sends to all services in parallel. */
async function send(ctx: PluginContext<Options>, memory: Memory, message: Message): Promise<Sent> {
  const { retries, backoff, timeout, giveUpAfter, rateLimit } = ctx.options;
  const heldBack = takeTurn(memory, Date.now(), { max: rateLimit.max, windowMs: rateLimit.window });
  if (heldBack === null) {
    const limit = `${rateLimit.max} messages within ${durationText(rateLimit.window)}`;
    ctx.log.warn(`held back: "${message.title}"; the limit of ${limit} is reached`);
    return { delivered: true, error: null };
  }
  if (heldBack > 0) message.lines.push(`(held back before this: ${heldBack})`);

  const limits = { retries, backoffMs: backoff, timeoutMs: timeout, giveUpAfterMs: giveUpAfter };
  const failures = await Promise.all(
    channelsOf(ctx.options, ctx.configDir).map(async ({ kind, open }): Promise<string | null> => {
      let label: string = kind;
      try {
        const channel = await open();
        label = channel.label;
        const onRetry = (reason: string, waitMs: number) =>
          ctx.log.warn(`${label}: ${reason}; trying again in ${durationText(waitMs)}`);
        await deliver({ channel, message, limits, signal: ctx.signal, onRetry });
        ctx.log.info(`${label}: sent "${message.title}"`);
        return null;
      } catch (error) {
        return `${label}: ${(error as Error).message}`;
      }
    }),
  );
  const reasons = failures.filter((failure) => failure !== null);
  return {
    delivered: reasons.length < failures.length,
    error: reasons.length === 0 ? null : new Error(`not sent: ${reasons.join('; ')}`),
  };
}

function titleOf(ctx: PluginContext<Options>): string {
  return ctx.options.title ?? hostname();
}
