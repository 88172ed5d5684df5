import type { RestoreEvent } from '../../protocol/restore-report.ts';
import { labelsAmong } from '../instance-label.ts';
import type { Wording } from './restore-wording.ts';

/** The progress of a running restore, gathered from its events. */
export interface RestoreProgress {
  wording: Wording;
  startedMs: number;
  plan: { start: number; replace: number; keep: number; stop: number } | null;
  /** Apps with more than one instance. */
  several: readonly string[];
  /** The name of an instance, as in the final table. */
  label: (instance: { name: string; instance: number }) => string;
  /** What it is waiting for before it can start. */
  waiting: string | null;
  /** Why it is being rolled back. */
  rollback: string | null;
  /** The hook that is running. */
  hook: string | null;
  /** Instances in progress, in the order in which they began. */
  active: Map<string, { status: 'starting' | 'stopping'; sinceMs: number }>;
  online: number;
  kept: number;
  stopped: number;
  failed: { label: string; reason: string }[];
}

/** A restore without any events yet. `nowMs` is any monotonic clock. */
export function newProgress(wording: Wording, nowMs: number): RestoreProgress {
  return {
    wording,
    startedMs: nowMs,
    plan: null,
    several: [],
    label: labelsAmong([]),
    waiting: null,
    rollback: null,
    hook: null,
    active: new Map(),
    online: 0,
    kept: 0,
    stopped: 0,
    failed: [],
  };
}

/** Applies one event to `progress`. */
export function noteEvent(progress: RestoreProgress, event: RestoreEvent, nowMs: number): void {
  switch (event.kind) {
    case 'waiting':
      progress.waiting = event.message;
      return;
    case 'plan':
      progress.waiting = null;
      progress.plan = { start: event.start, replace: event.replace, keep: event.keep, stop: event.stop };
      progress.several = event.several;
      progress.label = labelsAmong([], event.several);
      return;
    case 'rollback':
      progress.rollback = event.reason;
      // From here on it counts what the rollback has stopped.
      progress.stopped = 0;
      return;
    case 'hook':
      progress.hook = event.status === 'started' ? `${event.plugin} ${event.hook}` : null;
      return;
    case 'step':
      noteStep(progress, event, nowMs);
      return;
    case 'log':
    case 'warning':
      return;
  }
}

function noteStep(
  progress: RestoreProgress,
  step: Extract<RestoreEvent, { kind: 'step' }>,
  nowMs: number,
): void {
  const label = progress.label(step);
  progress.waiting = null;
  if (step.status === 'starting' || step.status === 'stopping') {
    progress.active.delete(label);
    progress.active.set(label, { status: step.status, sinceMs: nowMs });
    return;
  }
  progress.active.delete(label);
  if (step.status === 'online') progress.online++;
  else if (step.status === 'kept') progress.kept++;
  else if (step.status === 'stopped') progress.stopped++;
  else progress.failed.push({ label, reason: step.reason ?? 'it could not be started' });
}
