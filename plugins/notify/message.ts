import {
  durationText,
  type ExitedProcess,
  type Json,
  type RestoreContext,
  type RestoreReport,
} from '../../src/plugin.ts';
import type { Event } from './options.ts';

/** A message before it takes a service's own format. */
export interface Message {
  event: Event;
  good: boolean;
  title: string;
  lines: string[];
  /** ISO 8601. */
  at: string;
  /** For programs: added to the fields above in the plain webhook's body. */
  details: Record<string, Json>;
}

const MOST_FAILURES = 10;
const LONGEST_LINE = 300;

/** The message about a restore, or `null` if there is nothing to report. */
export function restoreMessage({
  ctx,
  report,
  failure,
  title,
  unchanged,
  nowMs,
}: {
  ctx: Pick<RestoreContext, 'restoreId' | 'reason'>;
  report: RestoreReport;
  failure: string | null;
  title: string;
  /** Whether a restore that changed nothing is reported. */
  unchanged: boolean;
  nowMs: number;
}): Message | null {
  const event = eventOf(report, failure);
  const counts = {
    started: report.started.length,
    replaced: report.replaced.length,
    kept: report.kept.length,
    stopped: report.stopped.length,
  };
  if (event === 'success' && !unchanged && counts.started + counts.replaced + counts.stopped === 0)
    return null;

  const failed = report.failed.slice(0, MOST_FAILURES);
  const lines = failed.map(({ name, instance, reason }) => oneLine(`${name}:${instance} – ${reason}`));
  const more = report.failed.length - failed.length;
  if (more > 0) lines.push(`and ${more} more`);
  const saidAlready = report.failed.some(({ reason }) => failure?.includes(reason));
  if (failure !== null && !saidAlready) lines.unshift(oneLine(failure));
  const amounts = Object.entries(counts).map(([what, amount]) => `${amount} ${what}`);
  lines.push(`${amounts.join(', ')} in ${durationText(report.durationMs)}`);

  return {
    event,
    good: event === 'success',
    title: `${title}: ${{ success: 'restored', rollback: 'restore rolled back', failure: 'restore failed' }[event]}`,
    lines,
    at: new Date(nowMs).toISOString(),
    details: {
      restore: {
        id: ctx.restoreId,
        reason: ctx.reason,
        outcome: report.outcome,
        durationMs: report.durationMs,
        ...counts,
        failed: report.failed.map(({ name, instance, reason }) => ({ name, instance, reason })),
        failure,
      },
    },
  };
}

/** The message about an app that keeps exiting. */
export function crashLoopMessage({
  process,
  exits,
  windowMs,
  title,
}: {
  process: ExitedProcess;
  /** How often it exited within the window. */
  exits: number;
  windowMs: number;
  title: string;
}): Message {
  const how =
    process.signal ?? (process.exitCode === null ? 'cause unknown' : `exit code ${process.exitCode}`);
  const times = exits === 1 ? 'once' : `${exits} times`;
  const lines = [`exited ${times} within ${durationText(windowMs)}, last: ${how}`];
  if (process.status === 'errored') lines.push('OPM has given up on it');
  return {
    event: 'crash-loop',
    good: false,
    title: `${title}: "${process.name}" keeps crashing`,
    lines,
    at: process.at,
    details: { process: { ...process }, exits, windowMs },
  };
}

function eventOf(report: RestoreReport, failure: string | null): Exclude<Event, 'crash-loop'> {
  if (report.outcome === 'rolled-back') return 'rollback';
  return report.outcome === 'committed' && failure === null ? 'success' : 'failure';
}

function oneLine(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), LONGEST_LINE);
}

/** At most `most` UTF-16 units, and never half a character. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
