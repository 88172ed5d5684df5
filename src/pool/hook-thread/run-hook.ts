import {
  ABORT_GRACE_MS,
  type HookInput,
  type HookName,
  type HookProblem,
  type HookResult,
  LIMITS,
} from '../hook-protocol.ts';
import { checkReturned } from './check-returned.ts';
import { cut, describeThrown } from './describe-thrown.ts';
import type { HookScope } from './hook-scope.ts';
import { scopes } from './hook-scope.ts';
import { activeHandles, leakedHandles } from './leaked-handles.ts';
import type { LoadedPlugin } from './load-plugin.ts';
import { observed } from './observed.ts';

// Captured before a plugin can replace them.
const { setTimeout, clearTimeout, setImmediate } = globalThis;

/** One call of one hook. */
export interface HookCall extends HookInput {
  loaded: LoadedPlugin;
  hook: HookName;
  timeoutMs: number;
  /** JSON text of an object. */
  state: string;
  scope: HookScope;
  /** Whether to look for what the hook leaves behind; only possible when nothing else runs beside it. */
  watchHandles: boolean;
  /** Called after each change of the state, for the case that this thread does not get to answer. */
  keepState?: (json: string) => void;
}

type Settled = { failure: unknown; settled: boolean } | { value: unknown };

/**
 * Runs one hook under its deadline. Never rejects: every failure is reported in the result.
 *
 * A hook that ends after its signal was aborted has still failed, but has left the thread in order.
 */
export async function runHook(call: HookCall): Promise<HookResult> {
  const { loaded, hook, scope } = call;
  const problems: HookProblem[] = [];
  const before = call.watchHandles ? activeHandles() : null;
  const controller = new AbortController();
  const context = makeContext(call, problems, controller.signal);
  const settled = await scopes.run(scope, () => settle(call, context, controller));
  let spoiled = 'failure' in settled && !settled.settled;
  let failure = 'failure' in settled ? describeFailure(settled.failure, loaded.file) : null;
  if (!spoiled && before !== null) {
    const leaked = await leakedHandles(before);
    spoiled = leaked !== null;
    if (leaked !== null)
      failure ??= `left something running (${leaked}); end it, or unref() it${place(loaded.file)}`;
  }
  scope.end();
  // Whatever became of the hook, it may have to undo later what it has begun.
  const kept = saveable(context.state);
  failure ??= 'problem' in kept ? kept.problem + place(loaded.file) : null;
  const returned = failure === null && 'value' in settled ? checkValue(hook, settled.value, call) : null;
  return {
    failure: failure ?? returned?.failure ?? null,
    problems,
    returned: returned?.json ?? null,
    state: 'json' in kept ? kept.json : null,
    lines: scope.lines,
    spoiled,
  };
}

/** Why a hook was told to stop; the message needs no location in the code. */
class Stopped extends Error {}

async function settle(call: HookCall, context: object, controller: AbortController): Promise<Settled> {
  const { timeoutMs, scope } = call;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Settled>((resolve) => {
    const stop = (failure: Stopped) => {
      if (controller.signal.aborted) return;
      clearTimeout(timer);
      controller.abort(failure);
      timer = setTimeout(() => resolve({ failure, settled: false }), ABORT_GRACE_MS);
    };
    timer = setTimeout(() => stop(new Stopped(`did not end within ${timeoutMs} ms`)), timeoutMs);
    scope.cancelled.signal.addEventListener('abort', () => stop(new Stopped('was cancelled')));
  });
  const uncaught = scope.uncaught.catch((failure: unknown): Settled => ({ failure, settled: false }));
  const work = invoke(call, context).then(
    async (value): Promise<Settled> => ({ value: await afterTurn(value) }),
    (failure: unknown): Settled => ({ failure, settled: true }),
  );
  const first = await Promise.race([uncaught, work, late]);
  clearTimeout(timer);
  const { signal } = controller;
  return signal.aborted && !('failure' in first && !first.settled)
    ? { failure: signal.reason, settled: true }
    : first;
}

/** An unhandled rejection becomes known only after the turn in which it occurred. */
export async function afterTurn<Value>(value: Value): Promise<Value> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return value;
}

/** Calls the hook as a method of the plugin's hooks; a synchronous throw becomes a rejection too. */
async function invoke({ loaded, hook }: HookCall, context: object): Promise<unknown> {
  const hooks = loaded.plugin.hooks as Record<string, (context: object) => unknown>;
  return await hooks[hook]!(context);
}

/** A context's `state`, which may be changed in place or replaced. */
function keptState({ state, keepState }: HookCall): { state: unknown } {
  const given: unknown = JSON.parse(state);
  if (keepState === undefined) return { state: given };
  let current: unknown;
  const keep = () => {
    const kept = saveable(current);
    if ('json' in kept) keepState(kept.json);
  };
  const observe = (value: unknown) =>
    typeof value === 'object' && value !== null ? observed(value, keep) : value;
  current = observe(given);
  return {
    get state() {
      return current;
    },
    set state(value) {
      current = observe(value);
      keep();
    },
  };
}

function makeContext(call: HookCall, problems: HookProblem[], signal: AbortSignal) {
  const { loaded, hook, scope, fields, configDir } = call;
  const log = {
    info: (message: unknown) => scope.log('info', message),
    warn: (message: unknown) => scope.log('warn', message),
    error: (message: unknown) => scope.log('error', message),
  };
  const problem = (message: unknown, about?: { app?: string }) => {
    if (problems.length >= LIMITS.problems) return;
    problems.push({
      message: cut(String(message)),
      ...(about?.app === undefined ? {} : { app: String(about.app) }),
    });
  };
  return Object.assign(keptState(call), {
    plugin: loaded.plugin.name,
    options: loaded.options,
    configDir,
    signal,
    log,
    ...fields,
    ...(hook === 'checkRestore' ? { problem } : {}),
  });
}

function describeFailure(failure: unknown, file: string | null): string {
  return failure instanceof Stopped ? failure.message + place(file) : describeThrown(failure, file);
}

function place(file: string | null): string {
  return file === null ? '' : ` (${file})`;
}

function saveable(state: unknown): { json: string } | { problem: string } {
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    return { problem: 'left a ctx.state that is not an object' };
  try {
    const json = JSON.stringify(state);
    const bytes = Buffer.byteLength(json);
    if (bytes <= LIMITS.stateBytes) return { json };
    return { problem: `left a ctx.state of ${bytes} bytes; the limit is ${LIMITS.stateBytes}` };
  } catch (error) {
    return { problem: `left a ctx.state that cannot be stored as JSON: ${describeThrown(error, null)}` };
  }
}

function checkValue(hook: HookName, value: unknown, call: HookCall): { failure?: string; json?: string } {
  try {
    return checkReturnedBy(hook, value, call);
  } catch (error) {
    return { failure: `returned a value that cannot be read: ${describeThrown(error, call.loaded.file)}` };
  }
}

function checkReturnedBy(
  hook: HookName,
  value: unknown,
  call: HookCall,
): { failure?: string; json?: string } {
  const where = place(call.loaded.file);
  if (hook === 'checkRestore' && (typeof value === 'string' || Array.isArray(value))) {
    return { failure: `returned a value; report problems with ctx.problem(message)${where}` };
  }
  if (hook !== 'preRestore') return {};
  const apps = (call.fields.apps as { name: string }[]).map((app) => app.name);
  const checked = checkReturned(value, apps);
  if (!checked.ok) return { failure: checked.problems.join('; ') + where };
  const json = JSON.stringify(checked.value);
  const bytes = Buffer.byteLength(json);
  if (bytes <= LIMITS.returnedBytes) return { json };
  return { failure: `returned ${bytes} bytes; the limit is ${LIMITS.returnedBytes}${where}` };
}
