import * as v from 'valibot';
import type { Json } from '../../src/plugin.ts';

const number = v.number();

/** What the plugin keeps in `ctx.state`. State that does not match, such as another version's, is reset. */
const memory = v.fallback(
  v.object({
    /** When messages were sent, in ms since 1970, oldest first. */
    sent: v.array(number),
    /** Messages held back since the last one that was sent. */
    heldBack: number,
    /** By app: its name, when it crashed, and until when it is not reported again. */
    crashes: v.array(v.tuple([v.string(), v.array(number), number])),
  }),
  () => ({ sent: [], heldBack: 0, crashes: [] }),
);

export type Memory = v.InferOutput<typeof memory>;

/** OPM stores 64 KiB per plugin; the apps that crashed longest ago are forgotten first. */
const MOST_CRASH_CHARACTERS = 40_000;

/** Milliseconds since 1970 and a comma. */
const TIME_CHARACTERS = 14;

export function readMemory(state: Record<string, Json>): Memory {
  return v.parse(memory, state);
}

/**
 * Asks the rate limit for permission to send one more message.
 *
 * @returns how many were held back before it, or `null` if this one must be held back too
 */
export function takeTurn(
  memory: Memory,
  nowMs: number,
  limit: { max: number; windowMs: number },
): number | null {
  memory.sent = memory.sent.filter((ms) => ms > nowMs - limit.windowMs && ms <= nowMs);
  if (memory.sent.length >= limit.max) {
    memory.heldBack++;
    return null;
  }
  memory.sent.push(nowMs);
  const { heldBack } = memory;
  memory.heldBack = 0;
  return heldBack;
}

/**
 * Counts a crash of an app.
 *
 * @param final OPM has given up, so there will be no more
 * @returns the number of crashes within the window if they must be reported now, else `null`
 */
export function recordCrash(
  memory: Memory,
  { app, atMs, final }: { app: string; atMs: number; final: boolean },
  limit: { exits: number; windowMs: number },
): number | null {
  const [, before, quietUntilMs] = memory.crashes.find(([name]) => name === app) ?? [app, [], 0];
  const recent = [...before, atMs].filter((ms) => ms > atMs - limit.windowMs).slice(-limit.exits);
  remember(memory, [app, recent, quietUntilMs]);
  if (atMs < quietUntilMs) return null;
  return recent.length >= limit.exits || final ? recent.length : null;
}

/** Suppresses reports about the app until then. */
export function keepQuiet(memory: Memory, app: string, untilMs: number): void {
  const crashes = memory.crashes.find(([name]) => name === app)?.[1] ?? [];
  remember(memory, [app, crashes, untilMs]);
}

/** Puts the row last; drops the first rows if the memory gets too large. */
function remember(memory: Memory, row: Memory['crashes'][number]): void {
  memory.crashes = [...memory.crashes.filter(([name]) => name !== row[0]), row];
  let size = 0;
  for (let i = memory.crashes.length - 1; i >= 0; i--) {
    const [name, times] = memory.crashes[i]!;
    size += name.length + (times.length + 1) * TIME_CHARACTERS + 10;
    if (size > MOST_CRASH_CHARACTERS) {
      memory.crashes.splice(0, i + 1);
      return;
    }
  }
}
