import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { TokenFiles } from '../../gateway/access/token-files.ts';
import { writeJson } from '../../report/json.ts';
import { homePaths } from '../../runtime/home.ts';

/** `opm token revoke`: ends a token at once. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { args, options, terminal } = input;
  const [name = ''] = args;
  await new TokenFiles(homePaths(homeOf(input)).gateway).revoke(name);
  if (options.flag('json')) writeJson(terminal, { revoked: name });
  else terminal.out.write(`Revoked "${name}".\n`);
  return EXIT.ok;
}
