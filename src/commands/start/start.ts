import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import type { CommandSpec, OptionSpec } from '../../cli/command-spec.ts';
import { callerOf, environmentOf, withDaemon } from '../../cli/session.ts';
import { usageLine } from '../../cli/usage-line.ts';
import type { CommandFlags } from '../../config/instance/from-flags.ts';
import type { InstanceSpec, Settings } from '../../config/instance/instance-spec.ts';
import type { ExitCode } from '../../errors.ts';
import type { ListEntry, StartedProgram } from '../../protocol/intents.ts';
import { STARTING } from '../../report/restore/restore-wording.ts';
import { reportOutcomes } from '../../report/target-outcomes.ts';
import { runRestore } from '../restore/run-restore.ts';
import { configApps } from '../targets/config-apps.ts';
import { pm2KeyFlags, tellPm2Flags } from './pm2-keys-of.ts';
import { couldBeTarget, isConfigName, sortStartWords } from './start-words.ts';

/**
 * `opm start`: starts the apps of config files, scripts and commands as new apps, or starts stopped instances again.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  tellPm2Flags(input);
  const words = sortStartWords(input.args, await knownInstances(input), input.cwd);
  const news = words.configs.length + words.programs.length;
  if (words.instances.length > 0 && news > 0) {
    throw usageError(
      'Instances and new apps cannot be started by one command; use two',
      usageLine(input.spec),
    );
  }
  if (words.programs.length === 0) refuseShaping(input);
  if (words.programs.length > 1 && input.options.given('name')) {
    throw usageError('--name applies to a single new app', usageLine(input.spec));
  }
  if (words.instances.length > 0) {
    const targets = words.instances;
    const outcomes = await withDaemon(input, (client) => client.call('start', { targets }));
    return reportOutcomes(input.terminal, outcomes, {
      json: input.options.flag('json'),
      verb: 'started',
      targets,
    });
  }

  const request = {
    ...(await newApps(input, words)),
    ...{ env: environmentOf(input), caller: callerOf(input), replace: input.options.flag('replace') },
  };
  return runRestore(input, STARTING, (client, onEvent) => client.call('launch', request, onEvent));
}

/** The daemon is asked only if some word could be a target. */
async function knownInstances(input: CommandInput): Promise<ListEntry[]> {
  if (!input.args.some((word) => couldBeTarget(word) && !isConfigName(word))) return [];
  return withDaemon(input, async (client) => (await client.call('list', {})).entries);
}

/** `--env production` names an environment of a config file, `--env KEY=VALUE` is a variable of a new app. */
function environmentsOf({ options, spec }: CommandInput): {
  profile: string | undefined;
  variables: string[];
} {
  const given = options.texts('env');
  const profiles = given.filter((word) => !word.includes('='));
  if (profiles.length > 1) {
    throw usageError(`--env names one environment, not ${profiles.join(' and ')}`, usageLine(spec));
  }
  return { profile: profiles[0], variables: given.filter((word) => word.includes('=')) };
}

async function newApps(
  input: CommandInput,
  { configs, programs: targets }: { configs: string[]; programs: string[] },
): Promise<{ instances: InstanceSpec[]; settings: Settings; programs: StartedProgram[] }> {
  const instances: InstanceSpec[] = [];
  const settings: Settings[] = [];
  for (const file of configs) {
    const config = await configApps(input, file, environmentsOf(input).profile);
    instances.push(...config.instances);
    settings.push(config.settings);
  }
  const programs: StartedProgram[] = [];
  if (targets.length > 0) {
    const { programSpecs } = await import('./program-specs.ts');
    const byHand = programSpecs(input, targets, flagsOf(input));
    instances.push(...byHand.instances);
    programs.push(...byHand.programs);
  }
  const { DEFAULT_SETTINGS } = await import('../../config/schema/settings-schema.ts');
  return { instances, settings: settings[0] ?? DEFAULT_SETTINGS, programs };
}

/** The options that shape a new app, by the keys of the config that they set. */
function flagsOf({ options, spec }: CommandInput): CommandFlags {
  const read = ({ name, type }: OptionSpec): CommandFlags[string] => {
    if (type === 'flag') return options.flag(name) || null;
    if (type === 'texts') return options.texts(name);
    return type === 'integer' ? options.integer(name) : options.text(name);
  };
  return Object.fromEntries(
    shapingOf(spec).map((option) => [
      option.name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      read(option),
    ]),
  );
}

function shapingOf(spec: CommandSpec): OptionSpec[] {
  return spec.options.filter(({ shapesApp }) => shapesApp === true);
}

function refuseShaping(input: CommandInput): void {
  const { options, rest, spec } = input;
  const { variables } = environmentsOf(input);
  const shaping = shapingOf(spec).find(({ name }) =>
    name === 'env' ? variables.length > 0 : options.given(name),
  );
  const [pm2Flag] = pm2KeyFlags(input);
  const named = shaping ?? pm2Flag;
  const culprit = named === undefined ? (rest.length > 0 ? 'Words after "--"' : null) : `--${named.name}`;
  if (culprit === null) return;
  throw usageError(
    `${culprit} can only be used for a new app, but this command names a config file or an instance`,
    usageLine(spec),
  );
}
