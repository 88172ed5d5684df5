import { throughLinks } from '../../config/instance/linked-paths.ts';
import { completed, describeExit, failed, type StartOutcome, succeeded } from '../outcome.ts';
import { isCompletion } from '../policy/after-exit.ts';
import { probeContextOf } from '../readiness/probe-context.ts';
import { awaitReady } from '../readiness/readiness.ts';
import { logTailOf } from '../start/log-tail-of.ts';
import type { ActingInstance } from './acting-instance.ts';
import type { Running } from './running.ts';

/**
 * Waits until a process is ready, once for all callers. This is not queued with the events of the instance: a stop does
 * not wait for readiness, it ends the wait.
 */
export function whenReady(self: ActingInstance, running: Running): Promise<StartOutcome> {
  running.readiness ??= becomeReady(self, running);
  return running.readiness;
}

async function becomeReady(self: ActingInstance, running: Running): Promise<StartOutcome> {
  const { state, tools } = self;
  if (state.condition === 'online') return succeeded(running.identity.pid);
  const waiting = new AbortController();
  running.waiting = waiting;
  const instance = self.defined();
  if (state.abandoned) waiting.abort();
  const readiness = await awaitReady({
    spec: throughLinks(instance.spec),
    process: { pid: running.identity.pid, isAlive: () => !running.ended },
    logOffsets: running.logOffsets,
    fdReady: running.fdReady,
    signal: waiting.signal,
    stranger: (endpoint) =>
      tools.listeners.strangerAt(endpoint, { pid: running.identity.pid, token: running.token }),
    deadlines: tools.deadlines,
    killProbe: (identity) => void tools.signal({ identity, signal: 'SIGKILL', group: true }),
    ...(await probeContextOf(instance, tools.journal.state.envs, tools.pluginEnv)),
  });
  running.waiting = null;
  if (running.ended) return endedWhileStarting(self, running);
  // Read again: whatever happened meanwhile has changed it.
  if (self.state.condition !== 'starting') return failed('it was stopped');
  if (!readiness.ready) {
    const { reason } = readiness;
    await self.post('unfit', { running, reason });
    return failed(reason, logTailOf(instance.spec, running.logOffsets));
  }
  self.happened('ready', running);
  return succeeded(running.identity.pid);
}

async function endedWhileStarting(self: ActingInstance, running: Running): Promise<StartOutcome> {
  const { spec } = self.defined();
  const exit = await running.exited;
  const log = logTailOf(spec, running.logOffsets);
  await self.settled();
  return isCompletion(spec, exit) ? completed() : failed(running.whyEnded ?? describeExit(exit), log);
}
