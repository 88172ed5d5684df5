import type { CommandInput } from '../../cli/command.ts';
import { callerOf, withDaemon, withRunningDaemon } from '../../cli/session.ts';
import { EXIT, type ExitCode, messageOf, OpmError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import type { DaemonClient, Intents } from '../../protocol/intents.ts';
import type { RestoreEvent, RestoreReport } from '../../protocol/restore-report.ts';
import { writeJson } from '../../report/json.ts';
import { failureText, restoreSummary } from '../../report/restore/restore-summary.ts';
import { type RestoreView, restoreView } from '../../report/restore/restore-view.ts';
import type { Wording } from '../../report/restore/restore-wording.ts';
import type { Terminal } from '../../report/terminal/terminal.ts';

type Answer = Intents['restore' | 'launch']['result'];
type Call = (client: DaemonClient, onEvent: (event: RestoreEvent) => void) => Promise<Answer>;

/** How long the daemon may take to acknowledge that a restore is to be rolled back. */
const CANCEL_DEADLINE_MS = 5_000;

/**
 * Carries out a restore or a launch: shows its progress, lets Ctrl-C roll it back, prints its report and returns its
 * exit code.
 *
 * The first Ctrl-C asks the daemon to roll back and keeps showing progress; the second reports what is still in
 * progress and returns at once, while the daemon finishes the rollback.
 */
export async function runRestore(input: CommandInput, wording: Wording, call: Call): Promise<ExitCode> {
  const view = restoreView(input.terminal.err, wording);
  let ending: 'SIGINT' | 'SIGTERM' | null = null;
  let asked = false;
  let leave = (_code: ExitCode): void => {};
  const left = new Promise<ExitCode>((resolve) => {
    leave = resolve;
  });

  const stopListening = input.onInterrupt((signal) => {
    if (!asked || ending !== null) {
      view.end();
      if (asked) input.terminal.err.write(leftBehind(view));
      leave(codeOfSignal(signal));
      return;
    }
    ending = signal;
    const doing = view.progress.waiting === null ? 'rolling back' : 'cancelling the wait';
    view.note(`Interrupted: ${doing}. Press Ctrl-C again to leave the rest to the daemon.`);
    // One signal must be enough when the daemon hangs: an init system sends no second one.
    const hung = setTimeout(() => {
      view.end();
      input.terminal.err.write(`The daemon does not answer; it may still carry out the request.\n`);
      leave(codeOfSignal(signal));
    }, CANCEL_DEADLINE_MS);
    void cancel(input, view).finally(() => clearTimeout(hung));
  });

  const work = withDaemon(
    input,
    (client) => {
      asked = true;
      return call(client, view.event);
    },
    (message) => view.event({ kind: 'waiting', message }),
  );
  try {
    const ended = await Promise.race([work, left]);
    if (typeof ended === 'number') return ended;
    view.end();
    tellReport(input.terminal, { json: input.options.flag('json'), wording, view, report: ended.report });
    return ended.exitCode === EXIT.interrupted && ending !== null ? codeOfSignal(ending) : ended.exitCode;
  } catch (error) {
    const isWithdrawn = error instanceof OpmError && error.exitCode === EXIT.interrupted && ending !== null;
    throw isWithdrawn ? new OpmError({ ...error.toShape(), exitCode: codeOfSignal(ending!) }) : error;
  } finally {
    stopListening();
    view.end();
    work.catch(() => {});
  }
}

/** Uses a second connection: the first one is busy with the answer to the restore. */
async function cancel(input: CommandInput, view: RestoreView): Promise<void> {
  try {
    const answer = await withRunningDaemon(input, (client) =>
      client.call('cancel', { caller: callerOf(input) }),
    );
    if (answer?.cancelled !== true) view.note('It has already finished: there is nothing to roll back.');
  } catch (error) {
    view.note(`The daemon could not be asked to roll back: ${messageOf(error)}`);
  }
}

function leftBehind({ progress }: RestoreView): string {
  if (progress.waiting !== null)
    return 'Left while it was waiting; the daemon may still carry it out. See: opm list\n';
  const active = [...progress.active].map(([label, { status }]) => `  ${printable(label)} ${status}\n`);
  const still = active.length === 0 ? '' : `Still in progress:\n${active.join('')}`;
  return `Left while the daemon is rolling back. ${progress.stopped} stopped so far.\n${still}See what is running with: opm list\n`;
}

/** Reports how it ended: what was not shown before to standard error, the result to standard output. */
export function tellReport(
  terminal: Terminal,
  options: { json: boolean; wording: Wording; view: RestoreView; report: RestoreReport },
): void {
  const { wording, report } = options;
  const { progress, warned, told } = options.view;
  for (const warning of report.warnings) {
    if (!warned.has(warning)) terminal.err.write(`warning: ${printable(warning)}\n`);
  }
  const shown = { several: progress.several, hasPlan: progress.plan !== null, told };
  terminal.err.write(failureText(report, terminal.err, shown));
  if (options.json) writeJson(terminal, report);
  else terminal.out.write(restoreSummary(report, wording, terminal.out, shown));
}

function codeOfSignal(signal: 'SIGINT' | 'SIGTERM'): ExitCode {
  return signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
}
