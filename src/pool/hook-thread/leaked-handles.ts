import { setImmediate as turn } from 'node:timers/promises';
import { reportsNoHandles } from '../../runtime/quirks/unreported-handles.ts';

/** How many handles of each kind keep the event loop alive: `{ Timeout: 1, TCPServerWrap: 1 }`. */
export type Handles = Map<string, number>;

/**
 * How long a handle may take to go away after its hook, in milliseconds: a connection that is closing is not a leak.
 */
const GRACE_MS = 100;

const setTimer = globalThis.setTimeout;
const setRepeatingTimer = globalThis.setInterval;
const monotonic = performance.now.bind(performance);
const timers = new Set<NodeJS.Timeout>();
const servers = new Set<Server>();

type Server = import('node:net').Server;

/** What keeps the event loop alive now. Unref'd timers and handles do not count. */
export function activeHandles(): Handles {
  const handles: Handles = new Map();
  const kinds = reportsNoHandles() ? watchedHandles() : process.getActiveResourcesInfo();
  for (const kind of kinds) {
    if (kind !== 'Immediate' && kind !== 'CloseReq') handles.set(kind, (handles.get(kind) ?? 0) + 1);
  }
  return handles;
}

/** What exists now but did not `before`, after allowing a moment for it to go away; `null` when there is nothing. */
export async function leakedHandles(before: Handles): Promise<string | null> {
  const end = monotonic() + GRACE_MS;
  for (;;) {
    const leaked = describeGrowth(before, activeHandles());
    if (leaked === null || monotonic() >= end) return leaked;
    // There is no event to wait for: runtimes do not report that the last handle has gone.
    await new Promise((resolve) => setTimer(resolve, 5));
    await turn();
  }
}

function describeGrowth(before: Handles, now: Handles): string | null {
  const grown = [...now].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? `${more} × ${kind}` : [];
  });
  return grown.length === 0 ? null : grown.join(', ');
}

function watchedHandles(): string[] {
  const running = [...timers].filter((timer) => timer.hasRef());
  const listening = [...servers].filter((server) => server.listening);
  return [...running.map(() => 'Timeout'), ...listening.map(() => 'TCPServerWrap')];
}

/**
 * Bun does not report active resources, so there the thread keeps track of the timers and servers its plugins create.
 */
export function watchHandles(): void {
  if (!reportsNoHandles()) return;
  watchTimers();
  // In Bun, neither is a subclass of the other. Not imported above: elsewhere they would be loaded for nothing.
  watchServers(process.getBuiltinModule('node:net').Server.prototype);
  watchServers(process.getBuiltinModule('node:http').Server.prototype as Server);
}

function watchTimers(): void {
  const clear = globalThis.clearTimeout;
  const watched = (make: typeof setTimer, once: boolean) =>
    ((callback: (...given: unknown[]) => void, delay?: number, ...given: unknown[]) => {
      const timer = make(() => {
        if (once) timers.delete(timer);
        callback(...given);
      }, delay);
      timers.add(timer);
      return timer;
    }) as typeof setTimer;
  const cleared = (timer: NodeJS.Timeout | undefined) => {
    if (timer !== undefined) timers.delete(timer);
    clear(timer);
  };
  Object.assign(globalThis, {
    setTimeout: watched(setTimer, true),
    setInterval: watched(setRepeatingTimer as unknown as typeof setTimer, false),
    clearTimeout: cleared,
    clearInterval: cleared,
  });
}

function watchServers(prototype: Server): void {
  const { listen, unref } = prototype;
  prototype.listen = function (this: Server, ...given: unknown[]) {
    servers.add(this);
    this.once('close', () => servers.delete(this));
    return Reflect.apply(listen, this, given) as Server;
  } as Server['listen'];
  prototype.unref = function (this: Server) {
    servers.delete(this);
    return Reflect.apply(unref, this, []) as Server;
  };
}
