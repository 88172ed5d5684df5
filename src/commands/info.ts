import type { CommandInput } from '../cli/command.ts';
import { withDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { maskSecrets } from '../protocol/mask-secrets.ts';
import { infoText } from '../report/info-text.ts';
import { writeJson } from '../report/json.ts';

/** `opm info`: shows everything about instances. Secret values are masked unless `--show`. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const entries = await withDaemon(input, (client) => client.call('info', { targets: input.args }));
  const shown = options.flag('show')
    ? entries
    : entries.map((entry) => ({
        ...entry,
        env: maskSecrets(entry.env),
        inheritedEnv: maskSecrets(entry.inheritedEnv),
      }));
  if (options.flag('json')) {
    writeJson(terminal, shown);
  } else {
    terminal.out.write(shown.map((entry) => infoText(entry, terminal.out)).join('\n'));
  }
  return EXIT.ok;
}
