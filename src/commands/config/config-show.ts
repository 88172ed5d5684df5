import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { maskSecrets } from '../../protocol/mask-secrets.ts';
import { writeJson } from '../../report/json.ts';
import { chosenConfig } from './chosen-config.ts';

/**
 * `opm config show`: what a config file means, as JSON: with its profile applied, env files read, defaults filled in and
 * paths absolute. Secret values are masked unless `--show`.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const { file, settings, instances, warnings } = await loadConfig({
    file: await chosenConfig(input, input.args[0] ?? null),
    home: homeOf(input),
    env: environmentOf(input),
    profile: options.text('env') ?? undefined,
  });
  for (const warning of warnings) terminal.err.write(`warning: ${printable(warning)}\n`);
  const shown = options.flag('show')
    ? instances
    : instances.map((instance) => ({ ...instance, env: maskSecrets(instance.env) }));
  writeJson(terminal, { file, settings, instances: shown });
  return EXIT.ok;
}
