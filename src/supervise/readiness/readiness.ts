import type { InstanceSpec, ReadySpec } from '../../config/instance/instance-spec.ts';
import { durationText } from '../../duration.ts';
import type { Identity } from '../../runtime/proc/process-table.ts';
import type { Deadline, Deadlines } from '../deadlines.ts';
import { type Attributes, PLAIN_ATTRIBUTES } from '../start/attributes/plan-attributes.ts';
import type { CheckEvents, ReadyCheck } from './ready-check.ts';
import { startExecCheck } from './ready-exec.ts';
import { startFdCheck } from './ready-fd.ts';
import { startHttpCheck } from './ready-http.ts';
import { startLogCheck } from './ready-log.ts';
import { type StrangerAt, startTcpCheck } from './ready-tcp.ts';

/** `reason` is `'aborted'`, or what follows the app's name in a sentence. */
export type ReadyOutcome = { ready: true } | { ready: false; reason: string };

export interface ReadyRequest {
  spec: Pick<InstanceSpec, 'ready' | 'minUptimeMs' | 'cwd' | 'logs'>;
  process: { pid: number; isAlive(): boolean };
  /** Sizes of the log files before the process wrote anything, in bytes. */
  logOffsets: { out: number; err: number };
  /** Resolves when the process wrote a newline to its readiness descriptor. */
  fdReady: Promise<void>;
  /** Aborted when the process has exited or is to be stopped. */
  signal: AbortSignal;
  deadlines: Deadlines;
  /** Who else answers in place of the app, for `tcp` and `http` checks; absent: any answer is believed. */
  stranger?: StrangerAt;
  /** Environment of the process, for `exec` checks; its token is not passed on. */
  probeEnv: Record<string, string>;
  /** `exec` checks run as the same user as the process, with the same rights; by default as the daemon. */
  attributes?: Pick<Attributes, 'wrapper' | 'credentials'>;
  /** Sends SIGKILL to the process group of an `exec` check. */
  killProbe: (probe: Identity) => void;
}

/**
 * Waits until a process counts as online: its check has passed, and it has been up for `minUptimeMs` from now.
 * Without a check and without `minUptimeMs` it is online at once. Never rejects; when it resolves, no timer,
 * descriptor or probe is left.
 *
 * A check counts only while the process is alive: if it passes later, another process has answered, and this waits for
 * the abort that reports the exit.
 */
export function awaitReady(request: ReadyRequest): Promise<ReadyOutcome> {
  const { spec, signal, deadlines } = request;
  const { ready, minUptimeMs } = spec;
  if (signal.aborted) return Promise.resolve({ ready: false, reason: 'aborted' });
  if (ready === undefined && minUptimeMs <= 0) return Promise.resolve({ ready: true });

  return new Promise((resolve) => {
    const onlineAtMs = deadlines.now() + minUptimeMs;
    let deadline: Deadline | null = null;
    let check: ReadyCheck | null = null;
    let isSettled = false;

    const settle = (outcome: ReadyOutcome) => {
      if (isSettled) return;
      isSettled = true;
      signal.removeEventListener('abort', abort);
      deadline?.cancel();
      check?.stop();
      resolve(outcome);
    };
    const abort = () => settle({ ready: false, reason: 'aborted' });
    const waitForUptime = () => {
      deadline?.cancel();
      if (deadlines.now() >= onlineAtMs) settle({ ready: true });
      else deadline = deadlines.at(onlineAtMs, () => settle({ ready: true }));
    };
    signal.addEventListener('abort', abort);
    if (ready === undefined) {
      waitForUptime();
      return;
    }

    deadline = deadlines.after(ready.timeoutMs, () => {
      const { pid } = request.process;
      const problem = request.process.isAlive() ? check?.problem() : `its process ${pid} has ended`;
      settle({ ready: false, reason: `was not ready within ${durationText(ready.timeoutMs)}: ${problem}` });
    });
    check = startCheck(request, ready, {
      passed: () => {
        if (request.process.isAlive()) waitForUptime();
      },
      failed: (problem) => settle({ ready: false, reason: `cannot become ready: ${problem}` }),
    });
  });
}

function startCheck(request: ReadyRequest, ready: ReadySpec, events: CheckEvents): ReadyCheck {
  const { spec, deadlines } = request;
  const isAnyFine = 'listener' in ready && ready.listener === 'any';
  const stranger = isAnyFine ? undefined : request.stranger;
  switch (ready.kind) {
    case 'tcp':
      return startTcpCheck({ ...ready, deadlines, stranger }, events);
    case 'http':
      return startHttpCheck({ ...ready, deadlines, stranger }, events);
    case 'exec':
      return startExecCheck(
        {
          ...ready,
          cwd: spec.cwd,
          env: request.probeEnv,
          attributes: request.attributes ?? PLAIN_ATTRIBUTES,
          killProbe: request.killProbe,
          deadlines,
        },
        events,
      );
    case 'log':
      return startLogCheck({ ...ready, logs: spec.logs, offsets: request.logOffsets, deadlines }, events);
    case 'fd':
      return startFdCheck({ fd: ready.fd, fdReady: request.fdReady }, events);
  }
}
