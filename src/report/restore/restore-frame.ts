import { printable } from '../../printable.ts';
import { cellWidth, fitCells, padCells } from '../cells.ts';
import { colorOfStatus, paint } from '../terminal/paint.ts';
import { formatElapsed } from '../units.ts';
import type { RestoreProgress } from './restore-progress.ts';

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FAILURES_SHOWN = 5;
const LONGEST_NAME = 40;
const STATUS_WIDTH = 'starting'.length;

/**
 * One frame of a running restore: a counter, then one line for each instance in progress, as many as fit. Never
 * taller than `rows` nor wider than `columns`.
 */
export function restoreFrame(
  progress: RestoreProgress,
  view: { nowMs: number; columns: number; rows: number; color: boolean },
): string[] {
  const width = view.columns - 1;
  const tick = SPINNER[Math.floor(view.nowMs / 100) % SPINNER.length]!;
  const lines = [`${paint(view, 'cyan', tick)} ${fitCells(headline(progress, view.nowMs), width - 2)}`];

  for (const { label, reason } of progress.failed.slice(-FAILURES_SHOWN)) {
    lines.push(paint(view, 'red', fitCells(printable(`  ${label} failed: ${reason}`), width)));
  }
  const room = Math.max(1, view.rows - lines.length);
  const active = [...progress.active];
  const shown = active.length > room ? active.slice(0, Math.max(0, room - 1)) : active;
  const labels = shown.map(([label]) => fitCells(printable(label), LONGEST_NAME));
  const nameWidth = Math.max(0, ...labels.map(cellWidth));
  shown.forEach(([, { status, sinceMs }], index) => {
    const name = `  ${padCells(labels[index]!, nameWidth, 'left')}  `;
    const since = `  ${seconds(view.nowMs - sinceMs)}`;
    const isFitting = cellWidth(name) + STATUS_WIDTH + since.length <= width;
    const text = status.padEnd(STATUS_WIDTH);
    lines.push(
      isFitting
        ? name + paint(view, colorOfStatus(status), text) + since
        : fitCells(name + text + since, width),
    );
  });
  if (shown.length < active.length) lines.push(fitCells(`  and ${active.length - shown.length} more`, width));
  return lines.slice(0, Math.max(1, view.rows));
}

function headline(progress: RestoreProgress, nowMs: number): string {
  const { plan, waiting, rollback, hook, online, kept, stopped, failed } = progress;
  const elapsed = seconds(nowMs - progress.startedMs);
  if (waiting !== null) return printable(`${waiting} (${elapsed})`);
  const parts: string[] = [];
  if (rollback !== null) {
    parts.push(`Rolling back: ${stopped} stopped`);
  } else if (plan === null) {
    parts.push('Planning');
  } else {
    parts.push(`${progress.wording.doing}: ${online}/${plan.start + plan.replace} online`);
    if (plan.keep > 0) parts.push(`${kept}/${plan.keep} kept`);
    if (stopped > 0) parts.push(`${stopped} stopped`);
  }
  if (failed.length > 0) parts.push(`${failed.length} failed`);
  if (hook !== null) parts.push(`plugin ${hook}`);
  return printable([...parts, elapsed].join(' · '));
}

/** Tenths, so that the display does not jitter. */
function seconds(milliseconds: number): string {
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : formatElapsed(milliseconds);
}
