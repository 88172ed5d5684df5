import type { CheckEvents, ReadyCheck } from './ready-check.ts';

/** Passes once the thread that spawned the process has seen a newline on its readiness descriptor. */
export function startFdCheck(
  options: { fd: number; fdReady: Promise<void> },
  events: CheckEvents,
): ReadyCheck {
  let stopped = false;
  const announced = () => {
    if (!stopped) events.passed();
  };
  // A lost thread can no longer announce anything; the time-out reports that.
  options.fdReady.then(announced, () => {});
  return {
    problem: () => `it wrote no line to its file descriptor ${options.fd}`,
    stop() {
      stopped = true;
    },
  };
}
