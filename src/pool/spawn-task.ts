/**
 * The program of a spawner thread. It starts processes, reads their identity at once, keeps their handles and
 * posts how they end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import type { Readable } from 'node:stream';
import { BroadcastChannel, threadId, workerData } from 'node:worker_threads';
import { messageOf, systemErrorCode } from '../errors.ts';
import { keepDescriptorsFromChildren } from '../runtime/close-on-exec.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import { processTable } from '../runtime/system.ts';
import type { ProcessEvent, SpawnerData, SpawnRequest, SpawnResult } from './spawn-protocol.ts';

// Tinypool hands its own data in the first place and the pool's in the second.
const { channel } = (workerData as [unknown, SpawnerData])[1];
const events = new BroadcastChannel(channel);

function post(event: ProcessEvent): void {
  events.postMessage(event);
}

/** Starts a batch of processes, each in a session of its own. Never rejects because of one of them. */
export function spawnBatch(requests: SpawnRequest[]): Promise<SpawnResult[]> {
  return Promise.all(requests.map(spawnOne));
}

async function spawnOne(request: SpawnRequest): Promise<SpawnResult> {
  const { token } = request;
  let logs: { out: number; err: number } | null = null;
  try {
    logs = openLogs(request);
    const logOffsets = { out: fs.fstatSync(logs.out).size, err: fs.fstatSync(logs.err).size };
    faultPoint('spawn.before');
    keepDescriptorsFromChildren();
    const child = start(request, logs);
    if (child.pid === undefined) throw await failureOf(child);
    faultPoint('spawn.after');
    watch(child, request);
    // Synchronously after the spawn: even a process that is gone already is a zombie until the next turn.
    const stat = processTable().stat(child.pid);
    return { token, ok: true, pid: child.pid, startTicks: stat?.startTicks ?? null, logOffsets, threadId };
  } catch (error) {
    return { token, ok: false, code: systemErrorCode(error) ?? 'UNKNOWN', message: messageOf(error) };
  } finally {
    if (logs !== null) closeLogs(logs);
  }
}

function start(request: SpawnRequest, logs: { out: number; err: number }): ChildProcess {
  const stdio: ('ignore' | 'pipe' | number)[] = ['ignore', logs.out, logs.err];
  if (request.readyFd !== null) {
    while (stdio.length < request.readyFd) stdio.push('ignore');
    stdio[request.readyFd] = 'pipe';
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

/** A spawn that failed says why in an event of the next turn. */
function failureOf(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => {
    child.once('error', resolve);
  });
}

function watch(child: ChildProcess, { token, readyFd }: SpawnRequest): void {
  child.once('exit', (code, signal) => post({ kind: 'exited', token, code, signal }));
  child.once('error', () => {});
  if (readyFd === null) return;
  const pipe = child.stdio[readyFd] as Readable;
  pipe.on('error', () => {});
  pipe.on('data', (chunk: Buffer) => {
    if (chunk.includes(10)) post({ kind: 'fd-ready', token });
  });
}

function openLogs({ out, err }: SpawnRequest): { out: number; err: number } {
  const outFd = fs.openSync(out, 'a', 0o600);
  if (err === out) return { out: outFd, err: outFd };
  try {
    return { out: outFd, err: fs.openSync(err, 'a', 0o600) };
  } catch (error) {
    fs.closeSync(outFd);
    throw error;
  }
}

function closeLogs({ out, err }: { out: number; err: number }): void {
  fs.closeSync(out);
  if (err !== out) fs.closeSync(err);
}
