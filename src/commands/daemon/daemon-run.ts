import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { homeOf, useDaemon, withRunningDaemon } from '../../cli/session.ts';
import { usageLine } from '../../cli/usage-line.ts';
import { connect } from '../../client/connect.ts';
import { currentOwner, untilEnded } from '../../client/until-ended.ts';
import { type DaemonEnd, runDaemon } from '../../daemon/run-daemon.ts';
import { EXIT, type ExitCode, messageOf } from '../../errors.ts';
import { printableLines } from '../../printable.ts';
import { restoreView } from '../../report/restore/restore-view.ts';
import { RESTORING } from '../../report/restore/restore-wording.ts';
import { counted } from '../../report/units.ts';
import { takeBootNotice } from '../../runtime/boot/boot-notice.ts';
import { keepNoCompiledCopies } from '../../runtime/native/no-compiled-copies.ts';
import { withoutDaemonVariables } from '../../runtime/quirks/daemon-variables.ts';
import { restoreRequestOf } from '../restore/restore-request.ts';
import { tellReport } from '../restore/run-restore.ts';
import { RESTORE_OPTIONS } from '../table/shared-options.ts';

/** `opm daemon run`: the daemon in the foreground. With `--restore`, a failed restore ends it. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options, terminal, env } = input;
  refuseUnused(input);
  const home = homeOf(input);
  const supervised = options.flag('supervised');
  const readyFd = options.integer('ready-fd');
  let exitCode: ExitCode = EXIT.ok;
  // The daemon does not need the folder it was started in, and must not keep its file system busy.
  process.chdir('/');
  const log = (message: string) =>
    terminal.err.write(`${new Date().toISOString()} ${printableLines(message)}\n`);
  keepNoCompiledCopies();
  const notice = readyFd === null ? takeBootNotice(env) : null;
  if (supervised) await takeOver(input);
  const end = await runDaemon(
    {
      home,
      fresh: options.flag('fresh'),
      breakLock: options.flag('break-lock'),
      atRest: options.flag('at-rest'),
      supervised,
      readyFd,
      onInterrupt: input.onInterrupt,
      log,
    },
    async (daemon) => {
      if (options.flag('restore')) exitCode = await restoreFirst(input, home);
      if (exitCode !== EXIT.ok && exitCode !== EXIT.degraded) {
        // Under supervision, what was already running keeps running: it was not part of the restore.
        await daemon.shutDown(supervised);
        return;
      }
      exitCode = EXIT.ok;
      await notice
        ?.ready(
          `${counted(daemon.supervisor.countProcesses().processes, 'process', 'processes')} running`,
          daemon.native.sendDatagram,
        )
        .catch((error) => log(`Cannot notify systemd that the fleet is ready: ${messageOf(error)}`));
    },
  );
  return exitCode === EXIT.ok ? exitCodeOf(end) : exitCode;
}

function exitCodeOf(end: DaemonEnd): ExitCode {
  switch (end.how) {
    case 'busy':
      return EXIT.ok;
    case 'comes-back':
      return EXIT.startAgain;
    case 'ended':
      return end.notStopped === 0 ? EXIT.ok : EXIT.failed;
  }
}

/** A daemon that a command has started in the background gives way to the one of the init system. */
async function takeOver(input: CommandInput): Promise<void> {
  const owner = currentOwner(homeOf(input));
  const ended = await withRunningDaemon(input, (client) => client.call('shutdown', { keepApps: true }));
  if (ended !== null) await untilEnded(owner);
}

/** Without `--restore`, options that shape a restore would be silently ignored. */
function refuseUnused({ options, spec }: CommandInput): void {
  const unused = RESTORE_OPTIONS.find(({ name }) => options.given(name));
  if (unused === undefined || options.flag('restore')) return;
  throw usageError(`--${unused.name} requires --restore`, usageLine(spec));
}

async function restoreFirst(input: CommandInput, home: string): Promise<ExitCode> {
  const { terminal } = input;
  const request = await restoreRequestOf({ ...input, env: withoutDaemonVariables(input.env) }, false);
  const view = restoreView(terminal.err, RESTORING);
  const client = await connect({ home, start: 'on-demand' });
  const { report, exitCode } = await useDaemon(client, (daemon) =>
    daemon.call('restore', request, view.event),
  );
  view.end();
  tellReport(terminal, { json: false, wording: RESTORING, view, report });
  return exitCode;
}
