import type { CommandInput } from '../../cli/command.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { writeJson } from '../../report/json.ts';
import { pluginInit } from './plugin-work.ts';

/** `opm plugin init`: writes a new plugin with a test. */
export async function run({ args, cwd, options, terminal }: CommandInput): Promise<ExitCode> {
  const { text, ...written } = await pluginInit({ name: args[0] ?? '', cwd });
  if (options.flag('json')) writeJson(terminal, written);
  else terminal.out.write(text);
  return EXIT.ok;
}
