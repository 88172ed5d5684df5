import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { configInvalid } from '../../config/config-errors.ts';
import type { ResolvedConfig } from '../../config/instance/instance-spec.ts';
import { checkConfig } from '../../config/load.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { writeJson } from '../../report/json.ts';
import { counted } from '../../report/units.ts';
import { chosenConfig } from './chosen-config.ts';
import { missingHere } from './missing-here.ts';

/** `opm config check`: reports every problem in a config file. Exit code 78 if there is one. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const file = await chosenConfig(input, input.args[0] ?? null);
  const env = environmentOf(input);
  const { config, problems } = await checkConfig({
    file,
    home: homeOf(input),
    env,
    profile: options.text('env') ?? undefined,
  });
  const warnings = config === null ? [] : [...config.warnings, ...(await missingHere(config.instances, env))];
  if (options.flag('json')) {
    writeJson(terminal, { file, ok: config !== null, problems, warnings });
    return config === null ? EXIT.badConfig : EXIT.ok;
  }
  if (config === null) throw configInvalid(file, problems);
  for (const warning of warnings) terminal.err.write(`warning: ${printable(warning)}\n`);
  terminal.out.write(`${printable(file)} is valid: ${contents(config)}\n`);
  return EXIT.ok;
}

function contents({ instances, plugins }: ResolvedConfig): string {
  const apps = new Set(instances.map(({ name }) => name)).size;
  const parts = [counted(apps, 'app'), counted(instances.length, 'instance')];
  if (plugins.length > 0) parts.push(counted(plugins.length, 'plugin'));
  return parts.join(', ');
}
