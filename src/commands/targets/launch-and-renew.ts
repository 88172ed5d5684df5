import type { CommandInput } from '../../cli/command.ts';
import { callerOf, environmentOf, withDaemon } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import type { DaemonClient, TargetOutcome } from '../../protocol/intents.ts';
import type { RestoreReport } from '../../protocol/restore-report.ts';
import { failureText } from '../../report/restore/restore-summary.ts';
import { reportOutcomes } from '../../report/target-outcomes.ts';
import { type ConfigApps, configApps, isConfigWord } from './config-apps.ts';
import { runOnTargets } from './run-on-targets.ts';

/**
 * Restarts or reloads targets. The apps of a config file among them are started as the file says now: new and changed
 * ones by a launch, all or nothing, and then unchanged ones by `renew`.
 */
export async function launchAndRenew(
  input: CommandInput,
  verb: string,
  renew: (client: DaemonClient, targets: string[]) => Promise<TargetOutcome[]>,
): Promise<ExitCode> {
  const files = input.args.filter((word) => isConfigWord(input, word));
  if (files.length === 0) return runOnTargets(input, verb, renew);
  const others = input.args.filter((word) => !files.includes(word));
  const configs: ConfigApps[] = [];
  for (const file of files)
    configs.push(await configApps(input, file, input.options.text('env') ?? undefined));
  const request = {
    instances: configs.flatMap(({ instances }) => instances),
    settings: configs[0]!.settings,
    env: environmentOf(input),
    caller: callerOf(input),
    programs: [],
    replace: false,
  };
  const { report, exitCode, outcomes } = await withDaemon(input, async (client) => {
    const answer = await client.call('launch', request);
    if (answer.exitCode !== EXIT.ok) return { ...answer, outcomes: [] };
    const again = [...answer.report.kept.map(({ id }) => String(id)), ...others];
    const renewed = again.length === 0 ? [] : await renew(client, again);
    return { ...answer, outcomes: [...startedBy(answer.report), ...renewed] };
  });
  if (exitCode !== EXIT.ok) {
    input.terminal.err.write(failureText(report, input.terminal.err, { several: [], told: new Set() }));
    return exitCode;
  }
  return reportOutcomes(input.terminal, outcomes, { json: input.options.flag('json'), verb });
}

function startedBy({ started, replaced }: RestoreReport): TargetOutcome[] {
  return [...started, ...replaced].map(({ id, name, instance, pid }) => ({
    id: id ?? 0,
    name,
    instance,
    ok: true,
    status: 'online',
    pid,
  }));
}
