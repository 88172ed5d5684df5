import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { EXIT, type ExitCode, messageOf } from '../../errors.ts';
import { writeJson } from '../../report/json.ts';
import { pluginCheck } from './plugin-work.ts';

/** `opm plugin check`: runs every hook of a plugin on a simulated restore. Exit code 78 if one of them fails. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options, terminal, cwd } = input;
  const [plugin = ''] = input.args;
  const given = options.text('options');
  const apps = options.list('apps');
  const timeoutMs = options.durationMs('timeout');
  const { text, ...check } = await pluginCheck({
    plugin,
    cwd,
    ...(given === null ? {} : { options: parsedOptions(given) }),
    ...(apps === null ? {} : { apps }),
    ...(timeoutMs === null ? {} : { timeoutMs }),
  });
  if (options.flag('json')) writeJson(terminal, check);
  else terminal.out.write(text);
  return check.ok ? EXIT.ok : EXIT.badConfig;
}

function parsedOptions(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`--options is not JSON: ${messageOf(error)}`);
  }
}
