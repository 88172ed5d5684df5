import { connect } from '../daemon/client.ts';
import { runDaemon } from '../daemon/run-daemon.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { failureText, restoreSummary } from '../report/restore-summary.ts';
import { restoreView } from '../report/restore-view.ts';
import { RESTORING } from '../report/restore-wording.ts';
import type { CommandInput } from './command.ts';
import { usageError } from './command-errors.ts';
import { restoreRequestOf } from './restore-request.ts';
import { homeOf, useDaemon } from './session.ts';
import { RESTORE_OPTIONS } from './table/shared.ts';
import { usageLine } from './usage-line.ts';

/** `opm daemon run`: the daemon in the foreground. With `--restore`, a restore that fails ends it. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options, terminal } = input;
  refuseUnused(input);
  const home = homeOf(input);
  let exitCode: ExitCode = EXIT.ok;
  // A daemon lives where it was started only in name: it must not keep a file system busy.
  process.chdir('/');
  const log = (message: string) => terminal.err.write(`${new Date().toISOString()} ${message}\n`);
  await runDaemon(
    {
      home,
      fresh: options.flag('fresh'),
      breakLock: options.flag('break-lock'),
      readyFd: options.integer('ready-fd'),
      onInterrupt: input.onInterrupt,
      log,
    },
    async (daemon) => {
      if (!options.flag('restore')) return;
      exitCode = await restoreFirst(input, home);
      const isUsable = exitCode === EXIT.ok || exitCode === EXIT.degraded;
      if (!isUsable) await daemon.shutDown(false);
      else exitCode = EXIT.ok;
    },
  );
  return exitCode;
}

/** Without `--restore`, what shapes a restore would be passed over in silence. */
function refuseUnused({ options, spec }: CommandInput): void {
  const unused = RESTORE_OPTIONS.find(({ name }) => options.given(name));
  if (unused === undefined || options.flag('restore')) return;
  throw usageError(`--${unused.name} needs --restore`, usageLine(spec));
}

async function restoreFirst(input: CommandInput, home: string): Promise<ExitCode> {
  const { terminal } = input;
  const request = await restoreRequestOf(input, false);
  const view = restoreView(terminal.err, RESTORING);
  const client = await connect({ home, start: 'on-demand' });
  const { report, exitCode } = await useDaemon(client, (daemon) =>
    daemon.call('restore', request, view.event),
  );
  view.end();
  terminal.err.write(failureText(report, terminal.err));
  terminal.out.write(restoreSummary(report, RESTORING, terminal.out));
  return exitCode;
}
