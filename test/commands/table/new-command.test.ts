import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Command, CommandTable } from '../../../src/cli/command.ts';
import { bashCompletion } from '../../../src/cli/completion/bash-completion.ts';
import { fishCompletion } from '../../../src/cli/completion/fish-completion.ts';
import { zshCompletion } from '../../../src/cli/completion/zsh-completion.ts';
import { dispatch } from '../../../src/cli/dispatch.ts';
import { commandHelp, overviewHelp } from '../../../src/cli/help.ts';
import { commandReference } from '../../../src/cli/reference/command-reference.ts';
import { manPage } from '../../../src/cli/reference/man-page.ts';
import { COMMAND_TABLE, COMMANDS } from '../../../src/commands/table/command-table.ts';
import { allImports, type Import, readSources } from '../../architecture/sources.ts';
import { ROOT } from '../../runner/subject.ts';
import { capturedTerminal } from '../captured-terminal.ts';

const GREET: Command = {
  name: 'greet',
  load: async () => ({
    run: async ({ terminal, args, options }) => {
      terminal.out.write(`Hello ${args[0]}${options.flag('loud') ? '!' : ''}\n`);
      return 0;
    },
  }),
  aliases: ['hello'],
  group: 'tools',
  summary: 'Greet somebody',
  args: [{ name: 'who', required: true }],
  options: [{ name: 'loud', type: 'flag', description: 'With an exclamation mark' }],
  examples: [{ command: 'opm greet Ada', does: 'one person' }],
};
const TABLE: CommandTable = { ...COMMAND_TABLE, commands: [...COMMANDS, GREET] };

async function opm(...words: string[]): Promise<string> {
  const terminal = capturedTerminal();
  await dispatch(TABLE, words, { terminal, env: {}, cwd: '/', onInterrupt: () => () => {} });
  return terminal.stdout();
}

test('an entry in the table is all that the command line has to know of a command', async () => {
  assert.is(await opm('greet', 'Ada', '--loud'), 'Hello Ada!\n');
  assert.is(await opm('hello', 'Ada'), 'Hello Ada\n');
  await opm('greet').then(
    () => assert.unreachable(),
    (error) => assert.is(error.exitCode, 64),
  );
  for (const text of [
    overviewHelp(TABLE),
    commandHelp(GREET),
    bashCompletion(TABLE.commands),
    zshCompletion(TABLE.commands),
    fishCompletion(TABLE.commands),
    manPage(TABLE, '1.0.0'),
    commandReference(TABLE),
  ]) {
    assert.match(text, 'greet');
  }
});

test('the code of a command is loaded by its entry and by nothing else', () => {
  const sources = readSources(ROOT, ['src']);
  const imports: Import[] = allImports(sources);
  const commands = [...sources].filter(
    ([path, text]) => path.startsWith('src/commands/') && /^export async function run\(/m.test(text),
  );
  assert.ok(commands.length >= 40, String(commands.length));
  for (const [path] of commands) {
    const users = imports.filter(({ to }) => to === path).map(({ from }) => from);
    assert.is(users.length, 1, `${path} is imported by ${users.join(', ')}`);
    assert.match(users[0]!, 'src/commands/table/');
  }
});

test.run();
