import { format } from 'node:util';
import { denoGlobal } from '../../runtime/quirks/deno-global.ts';
import { mistakesUncaughtContext } from '../../runtime/quirks/uncaught-context.ts';
import type { LogLine, ThreadLine } from '../hook-protocol.ts';
import { describeThrown } from './describe-thrown.ts';
import { type HookScope, scopes } from './hook-scope.ts';
import { watchHandles } from './leaked-handles.ts';
import { unobserved } from './observed.ts';

/**
 * Confines a plugin's mistakes to itself: calls that would end or change the daemon throw, printed output becomes
 * lines of the plugin, and uncaught errors go to the hook that caused them. It is not a sandbox: plugins are code
 * that the user trusts.
 *
 * @param emit takes the lines that belong to no hook
 */
export function guardThread(emit: (line: ThreadLine) => void): void {
  refuseGlobalEffects();
  printAsLines(emit);
  catchTheUncaught(emit);
  watchHandles();
  cloneWhatIsObserved();
}

/** The state of a plugin is a proxy, which cannot be cloned. */
function cloneWhatIsObserved(): void {
  const { structuredClone } = globalThis;
  // Deno's types and Node's have different ports among what can be transferred.
  const clone = structuredClone as (value: unknown, options: unknown) => never;
  globalThis.structuredClone = (value: unknown, options?: unknown) => clone(unobserved(value), options);
}

const ENDS_THE_DAEMON = 'would end the daemon; throw an error, or return';
const CHANGES_THE_DAEMON = 'would change the daemon, not just the plugin';

function refuse(
  owner: object,
  name: string,
  why: string,
  when: (...given: unknown[]) => boolean = () => true,
): void {
  const label = owner === process ? 'process' : 'Deno';
  const original = (owner as Record<string, unknown>)[name];
  if (typeof original !== 'function') return;
  const guarded = (...given: unknown[]): unknown => {
    if (when(...given)) throw new Error(`${label}.${name}() is not allowed in a plugin: it ${why}`);
    return Reflect.apply(original, owner, given);
  };
  Object.defineProperty(owner, name, { value: guarded, configurable: true, writable: true });
}

function refuseGlobalEffects(): void {
  const ownGroup = (pid: unknown) => pid === 0 || pid === -1 || Math.abs(Number(pid)) === process.pid;
  for (const name of ['exit', 'reallyExit', 'abort']) refuse(process, name, ENDS_THE_DAEMON);
  refuse(process, 'kill', ENDS_THE_DAEMON, (pid, signal) => signal !== 0 && ownGroup(pid));
  refuse(process, 'umask', CHANGES_THE_DAEMON, (mask) => mask !== undefined);
  for (const name of ['chdir', 'setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups']) {
    refuse(process, name, CHANGES_THE_DAEMON);
  }
  const deno = denoGlobal();
  if (deno === null) return;
  refuse(deno, 'exit', ENDS_THE_DAEMON);
  refuse(deno, 'kill', ENDS_THE_DAEMON, ownGroup);
  refuse(deno, 'chdir', CHANGES_THE_DAEMON);
  refuse(deno, 'umask', CHANGES_THE_DAEMON, (mask) => mask !== undefined);
}

function printAsLines(emit: (line: ThreadLine) => void): void {
  const print = (level: LogLine['level'], text: string) => {
    const scope = scopes.getStore() ?? currentScope;
    for (const line of text.split('\n').filter((part) => part.trim() !== '')) {
      if (scope !== null) scope.log(level, line);
      else emit({ slot: null, call: null, index: 0, level, message: line });
    }
  };
  for (const [name, level] of [
    ['log', 'info'],
    ['info', 'info'],
    ['debug', 'info'],
    ['trace', 'warn'],
    ['warn', 'warn'],
    ['error', 'error'],
  ] as const) {
    console[name] = (...given: unknown[]) => print(level, format(...given));
  }
  for (const [stream, level] of [
    [process.stdout, 'info'],
    [process.stderr, 'error'],
  ] as const) {
    const write = (chunk: unknown, ...rest: unknown[]) => {
      print(level, typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString());
      const done = rest.find((part) => typeof part === 'function') as (() => void) | undefined;
      if (done !== undefined) queueMicrotask(done);
      return true;
    };
    Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true });
  }
}

function catchTheUncaught(emit: (line: ThreadLine) => void): void {
  const caught = (error: unknown, scope: HookScope | null) => {
    const description = describeThrown(error, null);
    if (scope !== null) scope.fail(error, description);
    else emit({ slot: null, call: null, index: 0, level: 'error', message: description, spoiled: true });
  };
  process.on('unhandledRejection', (error) => caught(error, scopes.getStore() ?? currentScope));
  process.on('uncaughtException', (error) => {
    const scope = mistakesUncaughtContext() ? undefined : scopes.getStore();
    caught(error, scope ?? currentScope);
  });
}

/** The running hook, for when the runtime has lost the context: Bun does in rejections and in modules. */
let currentScope: HookScope | null = null;

export function setCurrentScope(scope: HookScope | null): void {
  currentScope = scope;
}
