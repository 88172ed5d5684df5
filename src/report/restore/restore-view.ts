import type { RestoreEvent } from '../../protocol/restore-report.ts';
import { liveRegion } from '../terminal/live-region.ts';
import type { Output } from '../terminal/terminal.ts';
import { restoreFrame } from './restore-frame.ts';
import { eventLine, lastingLine } from './restore-lines.ts';
import { newProgress, noteEvent, type RestoreProgress } from './restore-progress.ts';
import type { Wording } from './restore-wording.ts';

/** Ten frames a second, whatever the number of events: each event only changes what the next frame shows. */
const FRAME_MS = 100;

/** Rows left free for the lines above the frame and for the cursor. */
const ROWS_LEFT = 4;

/** Shows a running restore: live on a terminal, as plain lines elsewhere. */
export interface RestoreView {
  event(event: RestoreEvent): void;
  /** Writes a permanent line. */
  note(text: string): void;
  /** Removes the live frame; call it before anything else is written. */
  end(): void;
  readonly progress: Readonly<RestoreProgress>;
  /** The warnings that were shown. */
  readonly warned: ReadonlySet<string>;
  /** Labels of failed instances whose reason was shown in a permanent line. */
  readonly told: ReadonlySet<string>;
}

/** Starts a view on `output`, which is standard error: standard output is for the result. */
export function restoreView(
  output: Output,
  wording: Wording,
  now: () => number = () => performance.now(),
): RestoreView {
  const progress = newProgress(wording, now());
  const warned = new Set<string>();
  const told = new Set<string>();
  const surface = output.isTTY ? liveSurface(output, progress, now) : plainSurface(output);
  return {
    event: (event) => {
      noteEvent(progress, event, now());
      if (event.kind === 'warning') warned.add(event.message);
      const line = surface.lineOf(event, progress);
      if (line === null) return;
      surface.print(line);
      if (event.kind === 'step' && event.status === 'failed') told.add(progress.label(event));
    },
    note: (text) => surface.print(text),
    end: () => surface.end(),
    progress,
    warned,
    told,
  };
}

interface Surface {
  lineOf(event: RestoreEvent, progress: RestoreProgress): string | null;
  print(line: string): void;
  end(): void;
}

function plainSurface(output: Output): Surface {
  return { lineOf: eventLine, print: (line) => output.write(`${line}\n`), end: () => {} };
}

function liveSurface(output: Output, progress: RestoreProgress, now: () => number): Surface {
  const region = liveRegion(output);
  let live = true;
  const frame = (): string[] =>
    restoreFrame(progress, {
      nowMs: now(),
      color: output.color,
      columns: output.columns(),
      rows: output.rows() - ROWS_LEFT,
    });
  const timer = setInterval(() => region.draw(frame()), FRAME_MS);
  return {
    lineOf: lastingLine,
    print: (line) => {
      if (live) region.print(line, frame());
      else output.write(`${line}\n`);
    },
    end: () => {
      if (!live) return;
      live = false;
      clearInterval(timer);
      region.clear();
    },
  };
}
