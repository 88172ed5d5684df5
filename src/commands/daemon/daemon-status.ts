import type { CommandInput } from '../../cli/command.ts';
import { homeOf, withRunningDaemon } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import type { DaemonStatus } from '../../protocol/intents.ts';
import { daemonText } from '../../report/daemon-text.ts';
import { writeJson } from '../../report/json.ts';
import { versionInfo } from '../../runtime/version.ts';

/** `opm daemon status`: exit code 0 when the daemon is running, 69 when it is not. Starts nothing. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const status =
    (await withRunningDaemon(input, (client) => client.call('status', {}))) ?? notRunning(homeOf(input));
  if (options.flag('json')) writeJson(terminal, status);
  else terminal.out.write(daemonText(status, terminal.out));
  return status.running ? EXIT.ok : EXIT.unreachable;
}

function notRunning(home: string): DaemonStatus {
  const { version, runtime } = versionInfo();
  return {
    running: false,
    pid: null,
    home,
    version,
    runtime,
    uptimeMs: null,
    processes: 0,
    adopted: 0,
    native: null,
  };
}
