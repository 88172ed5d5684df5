import type { CommandInput } from '../../cli/command.ts';
import { homeOf, withDaemon, withRunningDaemon } from '../../cli/session.ts';
import { assureStart } from '../../client/assure-start.ts';
import { untilBack } from '../../client/until-back.ts';
import { currentOwner, untilEnded } from '../../client/until-ended.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { daemonText } from '../../report/daemon-text.ts';
import { writeJson } from '../../report/json.ts';

/** How long an init system may take to start the daemon again. */
const COMES_BACK_MS = 60_000;

/**
 * `opm daemon restart`: replaces the daemon and leaves every app running. Starts one if none is running. A daemon
 * that belongs to an init system is started again by that system, not from here, where nothing would supervise it.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const home = homeOf(input);
  assureStart(home);
  const owner = currentOwner(home);
  const ended = await withRunningDaemon(input, (client) =>
    client.call('shutdown', { keepApps: true, restart: true }),
  );
  if (ended?.comesBack === true) {
    await untilEnded(owner);
    await untilBack(home, COMES_BACK_MS);
  }
  // The old daemon answers before it ends; the new one waits for its lock.
  const status = await withDaemon(input, (client) => client.call('status', {}));
  if (options.flag('json')) writeJson(terminal, status);
  else terminal.out.write(daemonText(status, terminal.out));
  return EXIT.ok;
}
