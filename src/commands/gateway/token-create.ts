import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { parseLifetime } from '../../gateway/access/lifetime.ts';
import type { Role } from '../../gateway/access/role.ts';
import { TokenFiles } from '../../gateway/access/token-files.ts';
import { writeJson } from '../../report/json.ts';
import { homePaths, prepareHome } from '../../runtime/home.ts';

/** `opm token create`: makes a token and shows it, this once. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { args, options, terminal } = input;
  const [name = ''] = args;
  const expires = options.text('expires');
  const lifetimeMs = expires === null ? null : parseLifetime(expires);
  const home = homeOf(input);
  prepareHome(home);
  const role = (options.text('role') ?? 'viewer') as Role;
  const { token, record } = await new TokenFiles(homePaths(home).gateway).create({ name, role, lifetimeMs });
  const { createdAt, expiresAt } = record;
  if (options.flag('json')) {
    writeJson(terminal, { name, role, createdAt, expiresAt, token });
    return EXIT.ok;
  }
  terminal.out.write(`${token}\n`);
  const until = expiresAt === null ? 'until it is revoked' : `until ${expiresAt}`;
  terminal.err.write(`This is shown only once. It is good for "${name}" as ${role}, ${until}.\n`);
  return EXIT.ok;
}
