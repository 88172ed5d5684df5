import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { writeJson } from '../../report/json.ts';
import { chosenConfig } from '../config/chosen-config.ts';
import { pluginList } from './plugin-work.ts';

/** `opm plugin list`: shows the plugins of a config, where they are loaded from, their hooks and options. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options, terminal } = input;
  const file = await chosenConfig(input, options.text('config'));
  terminal.err.write(`Plugins of ${printable(file)}\n`);
  const home = homeOf(input);
  const config = await loadConfig({ file, home, env: environmentOf(input) });
  const { plugins, text } = await pluginList({ entries: config.plugins, home });
  if (options.flag('json')) writeJson(terminal, plugins);
  else terminal.out.write(text);
  return EXIT.ok;
}
