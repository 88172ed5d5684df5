/**
 * The program of a spawner thread. It starts processes, reads their identity at once, keeps their handles and posts
 * their exits.
 */
import fs from 'node:fs';
import { type MessagePort, threadId } from 'node:worker_threads';
import { messageOf, systemErrorCode } from '../errors.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import { keepDescriptorsFromChildren } from '../runtime/native/close-on-exec.ts';
import { processTable } from '../runtime/proc/system.ts';
import { collectGarbageSoon } from '../runtime/quirks/collect-garbage.ts';
import { closeLogs, openLogs } from './open-logs.ts';
import type { ProcessEvent, SpawnBatch, SpawnRequest, SpawnResult } from './spawn-protocol.ts';
import { type LogDescriptors, startProcess } from './start-process.ts';
import { withUmask } from './with-umask.ts';
import { withWrapper } from './wrapped.ts';

let port: MessagePort | null = null;

function post(event: ProcessEvent): void {
  port?.postMessage(event);
  collectGarbageSoon();
}

/** Starts a batch of processes, each in its own session. Never rejects because of one of them. */
export function spawnBatch({ requests, events }: SpawnBatch): Promise<SpawnResult[]> {
  if (port === null) port = events;
  else events.close();
  collectGarbageSoon();
  return Promise.all(requests.map(spawnOne));
}

async function spawnOne(request: SpawnRequest): Promise<SpawnResult> {
  const { token } = request;
  let logs: LogDescriptors | null = null;
  try {
    logs = openLogs(request);
    const logOffsets = { out: fs.fstatSync(logs.out).size, err: fs.fstatSync(logs.err).size };
    faultPoint('spawn.before');
    keepDescriptorsFromChildren();
    const { out, err } = logs;
    const started = withUmask(request, (prepared) => startProcess(withWrapper(prepared), { out, err }, post));
    // Only a failure is reported later.
    const pid = typeof started === 'number' ? started : await started;
    faultPoint('spawn.after');
    // Synchronously after the spawn: even a process that has already ended is a zombie until the next turn.
    const stat = processTable().stat(pid);
    return { token, ok: true, pid, startTicks: stat?.startTicks ?? null, logOffsets, threadId };
  } catch (error) {
    return { token, ok: false, code: systemErrorCode(error) ?? 'UNKNOWN', message: messageOf(error) };
  } finally {
    if (logs !== null) closeLogs(logs);
  }
}
