import { printable } from '../../printable.ts';
import type { RestoredFrom, RestoreEvent } from '../../protocol/restore-report.ts';
import { formatElapsed } from '../units.ts';
import type { RestoreProgress } from './restore-progress.ts';

type Known = Pick<RestoreProgress, 'label' | 'failed'>;

/**
 * One event as a plain line, for logs and pipes; `null` for events that only matter while watching.
 *
 * @param known the progress, including this event
 */
export function eventLine(event: RestoreEvent, known: Known): string | null {
  switch (event.kind) {
    case 'waiting':
      return printable(event.message);
    case 'plan':
      // Of a dry run it is the result, which is told by the summary.
      if (event.dryRun === true) return null;
      return `Plan: start ${event.start}, replace ${event.replace}, keep ${event.keep}, stop ${event.stop}`;
    case 'step':
      return stepLine(event, known);
    case 'rollback':
      return lastingLine(event, known) ?? 'Rolling back';
    default:
      return lastingLine(event, known);
  }
}

/**
 * What stays visible on a terminal above the live frame: failed hooks, messages of plugins, warnings, and the reason
 * for a rollback if no failed instance explains it. Above all, what is restored.
 */
export function lastingLine(event: RestoreEvent, { failed }: Known): string | null {
  if (event.kind === 'source') return sourceLine(event.source);
  if (event.kind === 'warning') return `warning: ${printable(event.message)}`;
  if (event.kind === 'log') {
    const level = event.level === 'info' ? '' : ` ${event.level}:`;
    return `[${printable(event.plugin)}]${level} ${printable(event.message)}`;
  }
  if (event.kind === 'hook' && event.status === 'failed') {
    return `[${printable(event.plugin)}] ${event.hook} failed${elapsed(event.ms)}: ${printable(event.message ?? 'no reason given')}`;
  }
  if (event.kind === 'rollback' && failed.length === 0) return `Rolling back: ${printable(event.reason)}`;
  return null;
}

function sourceLine({ kind, path, because }: RestoredFrom): string {
  const what = path === null ? 'what last ran here, as the ledger has it' : `the ${kind} ${path}`;
  return printable(`Restoring ${what}${because === null ? '' : ` (${because})`}`);
}

function stepLine(step: Extract<RestoreEvent, { kind: 'step' }>, known: Known): string | null {
  const label = printable(known.label(step));
  if (step.status === 'failed') return `${label} failed: ${printable(step.reason ?? 'no reason given')}`;
  if (step.status === 'online') {
    return `${label} online${step.pid === null ? '' : `, pid ${step.pid}`}${elapsed(step.ms)}`;
  }
  return step.status === 'stopped' ? `${label} stopped${elapsed(step.ms)}` : null;
}

function elapsed(milliseconds: number | null): string {
  return milliseconds === null ? '' : `, ${formatElapsed(milliseconds)}`;
}
