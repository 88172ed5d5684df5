import type { CommandInput } from '../../cli/command.ts';
import { homeOf, useDaemon, waitingLine } from '../../cli/session.ts';
import { connect } from '../../client/connect.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { daemonText } from '../../report/daemon-text.ts';
import { writeJson } from '../../report/json.ts';

/** `opm daemon start`: starts the daemon in the background if none is running. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const client = await connect({
    home: homeOf(input),
    start: 'on-demand',
    breakLock: options.flag('break-lock'),
    onWaiting: waitingLine(input),
  });
  const status = await useDaemon(client, (daemon) => daemon.call('status', {}));
  if (options.flag('json')) writeJson(terminal, status);
  else terminal.out.write(daemonText(status, terminal.out));
  return EXIT.ok;
}
