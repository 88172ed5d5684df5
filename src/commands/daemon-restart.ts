import { EXIT, type ExitCode } from '../errors.ts';
import { daemonText } from '../report/daemon-text.ts';
import { writeJson } from '../report/json.ts';
import type { CommandInput } from './command.ts';
import { withDaemon, withRunningDaemon } from './session.ts';

/** `opm daemon restart`: replaces the daemon and leaves every app running. Starts one where none runs. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  await withRunningDaemon(input, (client) => client.call('shutdown', { keepApps: true }));
  // The old daemon answers before it ends; the new one waits for its lock.
  const status = await withDaemon(input, (client) => client.call('status', {}));
  if (options.flag('json')) writeJson(terminal, status);
  else terminal.out.write(daemonText(status, terminal.out));
  return EXIT.ok;
}
