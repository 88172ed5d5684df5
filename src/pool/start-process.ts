import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { systemErrorCode } from '../errors.ts';
import type { SilentChannel } from '../runtime/native/silent-channel.ts';
import { type BunSpawn, bunSpawn } from '../runtime/quirks/bun-spawn.ts';
import { byShell, isBinary } from './by-shell.ts';
import { hasParentChannel, openParentChannel, watchParentChannel } from './parent-channel.ts';
import type { ProcessEvent, SpawnRequest } from './spawn-protocol.ts';

/** A process that writes this much to its readiness descriptor without a newline is not announcing readiness. */
const MOST_BEFORE_READY_BYTES = 4096;

/** Receives the events of a process that was started. */
type Post = (event: ProcessEvent) => void;

/** Open descriptors for standard output and standard error. */
export interface LogDescriptors {
  out: number;
  err: number;
}

/**
 * Starts a process as the leader of its own session and returns its PID. The process has been started when this
 * returns, not a turn later: a process that is already a zombie stays one until the caller has looked. A script
 * without a `#!` line is run by a shell, as execvp(3) has it.
 *
 * On Bun its own call is used, of which `node:child_process` is a wrapper there: a live process then costs 2 KB of
 * memory instead of 10 KB. It provides no stream for a further descriptor, so `readyFd` uses the common way.
 *
 * @throws the system's error with its `code` when nothing was started, also as a rejected promise
 */
export function startProcess(
  request: SpawnRequest,
  logs: LogDescriptors,
  post: Post,
): number | Promise<number> {
  const start = (what: SpawnRequest) => startDirectly(what, logs, post);
  const instead = (error: unknown) => {
    if (systemErrorCode(error) !== 'ENOEXEC' || isBinary(request.file)) throw error;
    return start(byShell(request));
  };
  try {
    const started = start(request);
    return typeof started === 'number' ? started : started.catch(instead);
  } catch (error) {
    return instead(error);
  }
}

function startDirectly(request: SpawnRequest, logs: LogDescriptors, post: Post): number | Promise<number> {
  if (bunSpawn !== null && request.readyFd === null) return startOnBun(bunSpawn, request, logs, post);
  const channel = openParentChannel(request);
  const child = startChild(request, logs, channel);
  if (child.pid === undefined) {
    channel?.handedOver();
    channel?.silence();
    return failureOf(child);
  }
  watch(child, request, post);
  if (channel === null) readReady(child, request, post);
  else
    child.once(
      'exit',
      watchParentChannel(channel, () => post({ kind: 'fd-ready', token: request.token })),
    );
  return child.pid;
}

function startOnBun(
  bun: BunSpawn,
  { token, file, args, argv0, cwd, env, credentials }: SpawnRequest,
  { out, err }: LogDescriptors,
  post: Post,
): number {
  const { pid } = bun.spawn([file, ...args], {
    argv0,
    cwd,
    env,
    stdio: ['ignore', out, err],
    detached: true,
    ...credentials,
    onExit: (_, code, signal) => post({ kind: 'exited', token, code, signal }),
  });
  return pid;
}

function startChild(
  request: SpawnRequest,
  logs: LogDescriptors,
  channel: SilentChannel | null,
): ChildProcess {
  const stdio: ('ignore' | 'pipe' | number)[] = ['ignore', logs.out, logs.err];
  if (request.readyFd !== null) {
    while (stdio.length < request.readyFd) stdio.push('ignore');
    stdio[request.readyFd] = channel?.end ?? 'pipe';
    if (channel !== null) stdio.push(channel.otherEnd);
  }
  return spawn(request.file, request.args, {
    argv0: request.argv0,
    cwd: request.cwd,
    env: request.env,
    stdio,
    detached: true,
    ...request.credentials,
  });
}

/** A failed spawn reports why in an event of the next turn. */
function failureOf(child: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    child.once('error', reject);
  });
}

function watch(child: ChildProcess, { token }: SpawnRequest, post: Post): void {
  child.once('exit', (code, signal) => post({ kind: 'exited', token, code, signal }));
  child.once('error', () => {});
}

function readReady(child: ChildProcess, { env, token, readyFd }: SpawnRequest, post: Post): void {
  if (readyFd === null) return;
  const pipe = child.stdio[readyFd] as Readable;
  pipe.on('error', () => {});
  let unread = MOST_BEFORE_READY_BYTES;
  pipe.on('data', (chunk: Buffer) => {
    const isReady = chunk.includes(10);
    if (isReady) post({ kind: 'fd-ready', token });
    unread -= chunk.length;
    // An app that still talks to its parent would fail to, or end.
    if (hasParentChannel({ env, readyFd })) return;
    // Nothing more is expected, and a process that keeps writing must not keep this thread busy.
    if (isReady || unread < 0) pipe.destroy();
  });
}
