import { durationText } from '../../duration.ts';
import { messageOf } from '../../errors.ts';
import type { AdoptionWatch } from '../adoption/adoption-watch.ts';
import type { Deadlines } from '../deadlines.ts';
import type { Running } from '../instance/running.ts';
import type { Descent } from './descent.ts';
import type { SignalSender } from './signals.ts';
import type { SurvivorSearch } from './survivor-search.ts';

/** How long a process may take to vanish after SIGKILL: only one that hangs in the kernel takes longer. */
const KILL_TIMEOUT_MS = 5000;
/** How long children that outlived their parent may take to exit by themselves, at most. */
const SURVIVOR_GRACE_MS = 2000;
/** How long they are looked for and killed after that; a fork bomb can outrun a single look. */
const SURVIVOR_KILL_MS = 5000;
const SURVIVOR_PAUSE_MS = 20;

export interface TerminateTools {
  signal: SignalSender;
  deadlines: Deadlines;
  watch: AdoptionWatch;
  search: SurvivorSearch;
}

/**
 * Ends a process and everything that came from it: the stop signal to its process group, SIGKILL after `timeoutMs`,
 * then whatever is left of what came from it.
 *
 * @returns `left`: why it could not be ended; `forced`: that it had to be killed, in words. Else `null`
 */
export async function terminate(
  tools: TerminateTools,
  running: Running,
  { signal, timeoutMs }: { signal: string; timeoutMs: number },
): Promise<{ left: string | null; forced: string | null }> {
  const { identity } = running;
  if (running.threadId === null) tools.watch.hurry(running.token);
  tools.search.remember(running);
  const sent = signalGroup(tools.signal, running, signal as NodeJS.Signals);
  if (sent === 'unverifiable') {
    const left = `its process ${identity.pid} cannot be verified from here, so it was left alone`;
    return { left, forced: null };
  }
  if (sent === 'not-permitted') {
    return { left: `this user may not signal its process ${identity.pid}`, forced: null };
  }
  // A stopped process cannot act on a signal before it is continued.
  signalGroup(tools.signal, running, 'SIGCONT');
  let forced: string | null = null;
  if (!(await endsWithin(tools.deadlines, running, timeoutMs))) {
    signalGroup(tools.signal, running, 'SIGKILL');
    if (!(await endsWithin(tools.deadlines, running, KILL_TIMEOUT_MS))) {
      const left = `its process ${identity.pid} did not end within ${durationText(KILL_TIMEOUT_MS)} of SIGKILL`;
      return { left, forced };
    }
    forced = `did not end within ${durationText(timeoutMs)} of ${signal} and was killed`;
  }
  const { left } = await endSurvivors(tools, running, timeoutMs);
  return { left, forced };
}

/**
 * Ends every process that came of a start. Its leader has exited; these are children that it left behind.
 *
 * @param timeoutMs the grace between SIGTERM and SIGKILL, of which at most two seconds are granted
 * @returns how many were met, and which ones are left; `null`: none
 */
export async function endSurvivors(
  tools: TerminateTools,
  descent: Descent,
  timeoutMs: number,
): Promise<{ met: number; left: string | null }> {
  const { deadlines, search } = tools;
  const killAtMs = deadlines.now() + Math.min(timeoutMs, SURVIVOR_GRACE_MS);
  const asked = new Set<number>();
  const ending = (left: string | null) => ({ met: asked.size, left });
  for (let round = 1; ; round += 1) {
    // If it cannot look, nothing is known: that must not look like "none left".
    const survivors = await search.find(descent).catch((error: unknown) => messageOf(error));
    const isLate = deadlines.now() > killAtMs + SURVIVOR_KILL_MS;
    if (typeof survivors === 'string') {
      if (isLate) return ending(`it is unknown whether its children are alive: ${survivors}`);
      await deadlines.pause(SURVIVOR_PAUSE_MS * Math.min(round, 5));
      continue;
    }
    if (survivors.length === 0) return ending(null);
    if (isLate) {
      return ending(`its children are still alive: ${survivors.map(({ pid }) => pid).join(', ')}`);
    }
    const kill = deadlines.now() >= killAtMs;
    for (const identity of survivors) {
      if (!kill && asked.has(identity.pid)) continue;
      asked.add(identity.pid);
      tools.signal({ identity, signal: kill ? 'SIGKILL' : 'SIGTERM', group: false });
      if (!kill) tools.signal({ identity, signal: 'SIGCONT', group: false });
    }
    await deadlines.pause(SURVIVOR_PAUSE_MS * Math.min(round, 5));
  }
}

function signalGroup(send: SignalSender, { identity }: Running, signal: NodeJS.Signals) {
  return send({ identity, signal, group: true });
}

function endsWithin(deadlines: Deadlines, running: Running, ms: number): Promise<boolean> {
  if (running.ended) return Promise.resolve(true);
  return new Promise((resolve) => {
    const deadline = deadlines.after(ms, () => resolve(false));
    void running.exited.then(() => {
      deadline.cancel();
      resolve(true);
    });
  });
}
