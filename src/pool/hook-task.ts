/**
 * The program of the plugin thread: loads plugins and runs their hooks, one at a time. A plugin's failures are in the
 * results; the main thread checks the deadlines as well and replaces a thread that does not answer.
 */
import { workerData } from 'node:worker_threads';
import {
  BATCH_MS,
  type CancelCall,
  type EventsRequest,
  type EventsResult,
  type HookRequest,
  type HookResult,
  type HookThreadData,
  type LoadRequest,
  type LoadResult,
  type PostedLine,
  type ThreadLine,
} from './hook-protocol.ts';
import { hooksOf } from './hook-thread/check-plugin.ts';
import { describeThrown } from './hook-thread/describe-thrown.ts';
import { HookScope, scopes } from './hook-thread/hook-scope.ts';
import { type LoadedPlugin, type Loading, loadPlugin as load } from './hook-thread/load-plugin.ts';
import { afterTurn, type HookCall, runHook as run } from './hook-thread/run-hook.ts';
import { guardThread, setCurrentScope } from './hook-thread/thread-guard.ts';
import { StateCell } from './state-cell.ts';

// Tinypool passes its own data first and the pool's second.
const { channel, generation, state: stateMemory } = (workerData as [unknown, HookThreadData])[1];
const kept = new StateCell(stateMemory);
const posts = new BroadcastChannel(channel);
const plugins = new Map<number, LoadedPlugin>();

function emit(line: ThreadLine): void {
  posts.postMessage({ ...line, generation } satisfies PostedLine);
}

guardThread(emit);

let running: HookScope | null = null;
posts.onmessage = (message: unknown) => {
  const { data } = message as { data: CancelCall };
  if (running !== null && running.call === data.cancel) running.cancelled.abort();
};

/** Loads one plugin and keeps it in its slot. */
export async function loadPlugin(request: LoadRequest): Promise<LoadResult> {
  const scope = new HookScope({ slot: request.slot, call: request.call, emit });
  const file = request.source.kind === 'file' ? request.source.file : null;
  const loading = await within(scope, () => {
    const uncaught = scope.uncaught.catch((error: unknown): Loading => {
      return { ok: false, problems: [`loading it failed: ${describeThrown(error, file)}`] };
    });
    return Promise.race([scopes.run(scope, () => load(request).then(afterTurn)), uncaught]);
  });
  scope.end();
  const { lines } = scope;
  if (!loading.ok) return { ...loading, lines };
  const { plugin } = loading.loaded;
  plugins.set(request.slot, loading.loaded);
  const preRestoreInDryRun = plugin.preRestoreInDryRun === true;
  return { ok: true, name: plugin.name, hooks: hooksOf(plugin), preRestoreInDryRun, lines };
}

/** Runs one hook of one plugin. */
export async function runHook(request: HookRequest): Promise<HookResult> {
  const scope = new HookScope({ slot: request.slot, call: request.call, emit });
  return await within(scope, () => run(callOf(request, scope)));
}

/** Passes a plugin its events, in order, until the time of the batch is up. */
export async function runEvents(request: EventsRequest): Promise<EventsResult> {
  const result: EventsResult = { handled: 0, failures: [], state: request.state, lines: [], spoiled: false };
  const start = performance.now();
  for (const [index, { hook, process }] of request.events.entries()) {
    const call = request.call + index;
    const scope = new HookScope({ slot: request.slot, call, emit });
    const began = performance.now();
    const one = await within(scope, () =>
      run(callOf({ ...request, hook, state: result.state, fields: { process } }, scope)),
    );
    const ms = Math.round(performance.now() - began);
    result.handled += 1;
    result.state = one.state ?? result.state;
    result.lines.push(...one.lines);
    result.spoiled = one.spoiled;
    if (one.failure !== null) result.failures.push({ hook, ms, message: one.failure });
    if (one.spoiled || performance.now() - start > BATCH_MS) break;
  }
  return result;
}

function callOf(request: HookRequest, scope: HookScope): HookCall {
  const loaded = plugins.get(request.slot);
  if (loaded === undefined) throw new Error(`No plugin was loaded in slot ${request.slot}`);
  const { hook, timeoutMs, state, fields, configDir } = request;
  const keepState = (json: string) => kept.write({ call: scope.call, json });
  return { loaded, hook, timeoutMs, state, fields, configDir, scope, watchHandles: true, keepState };
}

async function within<Result>(scope: HookScope, work: () => Promise<Result>): Promise<Result> {
  running = scope;
  setCurrentScope(scope);
  try {
    return await work();
  } finally {
    setCurrentScope(null);
    running = null;
  }
}
