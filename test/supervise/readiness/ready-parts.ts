import { once } from 'node:events';
import { createServer } from 'node:net';
import type { InstanceSpec, ReadySpec } from '../../../src/config/instance/instance-spec.ts';
import { Deadlines } from '../../../src/supervise/deadlines.ts';
import {
  awaitReady,
  type ReadyOutcome,
  type ReadyRequest,
} from '../../../src/supervise/readiness/readiness.ts';
import { specIn } from '../parts.ts';

export interface Wait {
  outcome: Promise<ReadyOutcome>;
  deadlines: Deadlines;
  abort(): void;
  /** From the call to the outcome. */
  elapsedMs(): Promise<number>;
}

/** Waits for the readiness of an app in `folder`; what a test does not name is the simplest there is. */
export function wait(
  folder: string,
  ready: ReadySpec | undefined,
  options: { spec?: Partial<InstanceSpec> } & Partial<
    Omit<ReadyRequest, 'spec' | 'deadlines' | 'signal'>
  > = {},
): Wait {
  const { spec, ...rest } = options;
  const deadlines = new Deadlines();
  const controller = new AbortController();
  const startedAtMs = performance.now();
  const outcome = awaitReady({
    spec: specIn(folder, { ...spec, ...(ready === undefined ? {} : { ready }) }),
    process: { pid: process.pid, isAlive: () => true },
    logOffsets: { out: 0, err: 0 },
    fdReady: new Promise(() => {}),
    signal: controller.signal,
    deadlines,
    probeEnv: { PATH: '/usr/bin:/bin' },
    killProbe: ({ pid }) => process.kill(-pid, 'SIGKILL'),
    ...rest,
  });
  return {
    outcome,
    deadlines,
    abort: () => controller.abort(),
    elapsedMs: () => outcome.then(() => performance.now() - startedAtMs),
  };
}

/** A TCP port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** What is awaited in `deadlines` time, for tests that need to be in the middle of something. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void new Deadlines().after(ms, resolve));
}
