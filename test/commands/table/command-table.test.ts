import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findCommand } from '../../../src/cli/find-command.ts';
import { commandHelp, overviewHelp } from '../../../src/cli/help.ts';
import { readWords } from '../../../src/cli/words.ts';
import { COMMAND_TABLE, COMMANDS, GROUPS } from '../../../src/commands/table/command-table.ts';
import { foreignCommand, OTHER_COMMANDS } from '../../../src/commands/table/foreign-commands.ts';
import { OpmError } from '../../../src/errors.ts';

const specOf = (line: string) => {
  const found = findCommand(COMMAND_TABLE, line.split(' '));
  if (found.kind !== 'command') throw new Error(`"${line}" is no command`);
  return found.spec;
};

const refusalOf = (line: string): string => {
  try {
    findCommand(COMMAND_TABLE, line.split(' '));
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).exitCode, 64);
    return (error as OpmError).message;
  }
  throw new Error(`"${line}" was taken`);
};

test('every name and alias belongs to one command', () => {
  const names = COMMANDS.flatMap((spec) => [spec.name, ...spec.aliases]);
  assert.equal(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('every command has loadable code, a group, a summary and an example', async () => {
  const groups = GROUPS.map(({ group }) => group);
  for (const spec of COMMANDS) {
    assert.type((await spec.load()).run, 'function', spec.name);
    assert.ok(groups.includes(spec.group), spec.name);
    assert.not.match(spec.summary, /\.$/, spec.name);
    assert.ok(spec.examples.length > 0, `${spec.name} has no example`);
    const names = [spec.name, ...spec.aliases];
    for (const { command, does } of spec.examples) {
      assert.ok(
        names.some((name) => command.includes(`opm ${name}`)),
        `${command} is no example of ${spec.name}`,
      );
      assert.ok(does.length > 0, command);
    }
  }
});

test('no command has two options with the same name or letter, and all are described', () => {
  for (const spec of COMMANDS) {
    const names = spec.options.map((option) => option.name);
    const letters = spec.options.flatMap((option) => option.short ?? []);
    assert.is(new Set(names).size, names.length, spec.name);
    assert.is(new Set(letters).size, letters.length, spec.name);
    for (const option of spec.options) {
      assert.ok(option.description.length > 0, `${spec.name} --${option.name}`);
      assert.ok(option.name !== 'help' && option.short !== 'h', spec.name);
      if (option.type !== 'flag') assert.ok(option.value, `${spec.name} --${option.name} names no value`);
    }
  }
});

test('users of OPM and PM2 find their commands', () => {
  const known: Record<string, string[]> = {
    restore: ['resurrect'],
    stop: ['kill'],
    remove: ['rm', 'del', 'delete'],
    list: ['ls', 'ps', 'status'],
    info: ['details', 'describe', 'show'],
    env: ['cmdline'],
    save: ['store', 'dump'],
    adjust: ['update', 'modify'],
    'daemon status': ['daemon health'],
  };
  for (const [name, aliases] of Object.entries(known)) {
    for (const alias of aliases) assert.is(specOf(alias).name, name);
  }
});

test("words after a command's name are left to it", () => {
  assert.equal(findCommand(COMMAND_TABLE, ['daemon', 'start', '--json']).words, ['--json']);
  assert.equal(findCommand(COMMAND_TABLE, ['del', 'all', '--json']).words, ['all', '--json']);
});

test('an unknown command is refused with the nearest one', () => {
  assert.match(refusalOf('restor'), /Did you mean "opm restore"\?/);
  assert.match(refusalOf('lsit'), /Did you mean "opm list"\?/);
  assert.match(refusalOf('daemon strat'), /Did you mean "opm daemon start"\?/);
  assert.match(refusalOf('deamon'), /Did you mean "opm daemon"\?/);
  assert.match(refusalOf('xyzzy'), /opm --help/);
  assert.match(refusalOf('constructor'), /no command "opm constructor"/);
});

test('a command of another tool is refused with its equivalent or the remedy', () => {
  assert.match(refusalOf('daemon restore'), /Did you mean "opm daemon start"\?/);
  assert.match(refusalOf('version'), /Did you mean "opm --version"\?/);
  assert.match(refusalOf('deploy'), /There is no command "opm deploy"\. OPM does not deploy/);
});

test('a PM2 command with a different name here is run', () => {
  const run = (line: string) => {
    const found = findCommand(COMMAND_TABLE, line.split(' '));
    return found.kind === 'command' ? `${found.spec.name} ${found.words.join(' ')}` : found.kind;
  };
  assert.is(run('jlist'), 'list --format pm2');
  assert.is(run('pid api'), 'list --format pids api');
  assert.is(run('startOrRestart ecosystem.json --env production'), 'restart ecosystem.json --env production');
  assert.is(run('sendSignal SIGUSR2 api'), 'signal SIGUSR2 api');
});

test('the commands suggested for other tools’ commands exist', () => {
  for (const word of OTHER_COMMANDS.keys()) {
    const foreign = foreignCommand(word)!;
    assert.throws(() => findCommand(COMMAND_TABLE, word.split(' ')), /There is no command/);
    if (!('meant' in foreign) || foreign.meant === '--version') continue;
    const found = findCommand(COMMAND_TABLE, foreign.meant.split(' '));
    assert.is(found.kind, 'command', foreign.meant);
    if (found.kind === 'command') readWords(found.spec, found.words);
  }
});

test('the first half of a two-word command names its family', () => {
  const found = findCommand(COMMAND_TABLE, ['ledger']);
  assert.is(found.kind, 'family');
  assert.equal(found.kind === 'family' && found.specs.map((spec) => spec.name), [
    'ledger show',
    'ledger verify',
  ]);
});

test('the help of a command shows usage, options and an example, the overview every command', () => {
  const overview = overviewHelp(COMMAND_TABLE);
  for (const spec of COMMANDS) {
    const help = commandHelp(spec);
    assert.ok(help.includes(`Usage: opm ${spec.name}`), spec.name);
    assert.ok(help.includes(spec.examples[0]!.command), spec.name);
    for (const option of spec.options) {
      assert.is(help.includes(`--${option.name}`), option.hidden !== true, `${spec.name} --${option.name}`);
    }
    for (const line of help.split('\n')) assert.ok(line.length <= 110, line);
    assert.ok(overview.includes(`  ${spec.name} `), spec.name);
  }
});

test('help fits the terminal as far as its words and examples allow, and does not stretch on a wide one', () => {
  const lines = (columns: number) =>
    [
      overviewHelp(COMMAND_TABLE, columns),
      ...COMMANDS.map((spec) => commandHelp(spec, columns).split('\nExamples:')[0]!),
    ]
      .join('\n')
      .split('\n')
      .filter((line) => !line.startsWith('Usage:'));
  for (const line of lines(56)) assert.ok(line.length <= 56, line);
  assert.equal(lines(500), lines(96));
});

test.run();
