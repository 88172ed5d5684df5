import { resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { callerOf, environmentOf, homeOf } from '../../cli/session.ts';
import { usageLine } from '../../cli/usage-line.ts';
import { OpmError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import type { RestoreRequest, RestoreSource } from '../../protocol/intents.ts';

/** The request that the options of `restore`, or of `daemon run --restore`, make of the daemon. */
export async function restoreRequestOf(input: CommandInput, dryRun: boolean): Promise<RestoreRequest> {
  const { options } = input;
  return {
    ...(await chosenSource(input)),
    dryRun,
    keepGoing: options.flag('keep-going'),
    prune: options.flag('prune'),
    only: options.list('only'),
    timeoutMs: options.durationMs('timeout'),
    env: environmentOf(input),
    caller: callerOf(input),
  };
}

/**
 * `--config`, or else `--generation`, or else `$OPM_CONFIG`, or else what the daemon finds: snapshot, then ledger. A
 * config in the caller's folder is never used automatically, and the report says so.
 */
async function chosenSource(input: CommandInput): Promise<{ source: RestoreSource; because: string }> {
  const generation = input.options.integer('generation');
  const named = input.options.text('config');
  if (named !== null && generation !== null) {
    throw usageError('--config and --generation cannot be combined', usageLine(input.spec));
  }
  const file = generation === null ? (named ?? input.env.OPM_CONFIG ?? '') : '';
  const profile = input.options.text('env') ?? undefined;
  if (profile !== undefined && file === '') {
    const reason = 'a snapshot has the environment it was saved with';
    throw usageError(`--env goes with --config: ${reason}`, usageLine(input.spec));
  }
  if (generation !== null) {
    return { source: { kind: 'snapshot', generation }, because: `--generation ${generation}` };
  }
  if (file === '') return { source: { kind: 'auto' }, because: await nothingNamed(input) };
  return {
    source: await configSource(input, resolve(input.cwd, file), profile),
    because: named === null ? '$OPM_CONFIG' : '--config',
  };
}

async function nothingNamed({ cwd }: CommandInput): Promise<string> {
  const { findConfig } = await import('../../config/find-config.ts');
  const beside = await findConfig(cwd).catch((error: unknown) =>
    error instanceof OpmError && error.code === 'CONFIG_AMBIGUOUS' ? `one of those in ${cwd}` : null,
  );
  const unused = beside === null ? '' : `; to use ${beside}, name it with --config`;
  return `no config was named${unused}`;
}

/** The content of a config file, for a restore. Prints its warnings. @param file absolute */
export async function configSource(
  input: CommandInput,
  file: string,
  profile?: string,
): Promise<Extract<RestoreSource, { kind: 'config' }>> {
  const { loadConfig } = await import('../../config/load.ts');
  const config = await loadConfig({
    file,
    home: homeOf(input),
    env: environmentOf(input),
    profile,
  });
  for (const warning of config.warnings) input.terminal.err.write(`warning: ${printable(warning)}\n`);
  return {
    kind: 'config',
    file: config.file,
    instances: config.instances,
    settings: config.settings,
    plugins: config.plugins,
  };
}
