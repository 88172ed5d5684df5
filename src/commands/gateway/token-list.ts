import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { type TokenFile, TokenFiles } from '../../gateway/access/token-files.ts';
import { writeJson } from '../../report/json.ts';
import { renderTable } from '../../report/table.ts';
import { homePaths } from '../../runtime/home.ts';

type State = 'good' | 'expired' | 'damaged';

interface Row {
  name: string;
  role: string | null;
  createdAt: string | null;
  expiresAt: string | null;
  state: State;
}

/** `opm token list`: shows the tokens that there are, never their secrets. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const tokens = (await new TokenFiles(homePaths(homeOf(input)).gateway).list()).map(rowOf);
  if (options.flag('json')) writeJson(terminal, tokens);
  else if (tokens.length === 0)
    terminal.out.write('There are no tokens. Make one with: opm token create NAME\n');
  else terminal.out.write(renderTable(tokens, COLUMNS, terminal.out));
  return tokens.some(({ state }) => state === 'damaged') ? EXIT.degraded : EXIT.ok;
}

function rowOf({ name, record }: TokenFile): Row {
  if (record === null) return { name, role: null, createdAt: null, expiresAt: null, state: 'damaged' };
  const { role, createdAt, expiresAt } = record;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return { name, role, createdAt, expiresAt, state: isOver ? 'expired' : 'good' };
}

const COLUMNS = [
  { title: 'name', text: ({ name }: Row) => name },
  { title: 'role', text: ({ role }: Row) => role ?? '-' },
  { title: 'created at', text: ({ createdAt }: Row) => createdAt ?? '-' },
  { title: 'expires at', text: ({ expiresAt }: Row) => expiresAt ?? '-' },
  {
    title: 'state',
    text: ({ state }: Row) => state,
    color: ({ state }: Row) => (state === 'good' ? ('green' as const) : ('red' as const)),
  },
];
