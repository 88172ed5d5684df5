import type { CommandInput } from '../../cli/command.ts';
import { homeOf, useDaemon, waitingLine, withRunningDaemon } from '../../cli/session.ts';
import { connect } from '../../client/connect.ts';
import { currentOwner, untilEnded } from '../../client/until-ended.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import type { DaemonClient, Intents } from '../../protocol/intents.ts';
import { writeJson } from '../../report/json.ts';
import { reportOutcomes } from '../../report/target-outcomes.ts';
import { counted } from '../../report/units.ts';
import { verifyLedger, wouldStart } from '../../supervise/ledger-view.ts';

type Result = Intents['shutdown']['result'];

/**
 * `opm daemon stop`: stops all apps in reverse order, then the daemon. If neither is running, that is not a failure.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const keepApps = options.flag('keep-apps');
  let owner: ReturnType<typeof currentOwner> = null;
  const shutDown = (client: DaemonClient): Promise<Result> => {
    // Not before there is a connection: the lock of a killed daemon names the dead process.
    owner = currentOwner(homeOf(input));
    return client.call('shutdown', { keepApps });
  };
  const result =
    (await withRunningDaemon(input, shutDown)) ?? (keepApps ? null : await stopSurvivors(input, shutDown));
  await untilEnded(owner);
  const { stopped, kept, failed } = result ?? { stopped: 0, kept: 0, failed: [] };
  if (options.flag('json')) {
    writeJson(terminal, { stopped, kept, failed });
    return failed.length === 0 ? EXIT.ok : EXIT.failed;
  }
  if (result === null) {
    terminal.err.write('No daemon is running.\n');
    return EXIT.ok;
  }
  const left = kept === 0 ? '' : ` and left ${counted(kept, 'instance')} running`;
  terminal.out.write(`Stopped the daemon and ${counted(stopped, 'instance')}${left}.\n`);
  return failed.length === 0 ? EXIT.ok : reportOutcomes(terminal, failed, { json: false, verb: 'stopped' });
}

/**
 * Apps keep running after their daemon was killed, and the next daemon would restart those that ended with it. A
 * daemon that starts nothing adopts what is running, stops it in order and leaves the rest stopped.
 */
async function stopSurvivors(
  input: CommandInput,
  shutDown: (client: DaemonClient) => Promise<Result>,
): Promise<Result | null> {
  const home = homeOf(input);
  if (verifyLedger(home).checked === 0 && !wouldStart(home)) return null;
  const onWaiting = waitingLine(input);
  return useDaemon(await connect({ home, start: 'on-demand', onWaiting, atRest: true }), shutDown);
}
