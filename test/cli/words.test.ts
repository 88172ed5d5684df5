import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CommandSpec } from '../../src/cli/command-spec.ts';
import { optionValues } from '../../src/cli/option-values.ts';
import { readWords } from '../../src/cli/words.ts';
import { OpmError } from '../../src/errors.ts';

const SPEC: CommandSpec = {
  name: 'try',
  aliases: [],
  group: 'tools',
  summary: 'A command for these tests',
  args: [],
  options: [
    { name: 'name', type: 'text', description: '' },
    { name: 'env', type: 'texts', description: '' },
    { name: 'lines', short: 'n', type: 'integer', description: '' },
    { name: 'timeout', type: 'duration', description: '' },
    { name: 'only', type: 'list', description: '' },
    { name: 'follow', short: 'f', type: 'flag', description: '' },
    { name: 'policy', type: 'text', choices: ['always', 'never'], description: '' },
  ],
  takesRest: true,
  examples: [],
};

const read = (...words: string[]) => {
  const { options, ...others } = readWords(SPEC, words);
  return { ...others, options: optionValues(SPEC, options) };
};

const refused = (words: string[], message: RegExp) => {
  try {
    read(...words);
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).exitCode, 64);
    assert.match((error as OpmError).message, message);
    return;
  }
  assert.unreachable(`"${words.join(' ')}" was taken`);
};

test('a value that looks like a number stays as typed', () => {
  assert.is(read('--name', '007').options.text('name'), '007');
  assert.is(read('--name=0x10').options.text('name'), '0x10');
  assert.is(read('--name=1e3').options.text('name'), '1e3');
  assert.equal(read('-f', '007', '1.0').args, ['007', '1.0']);
});

test('a value may hold an equals sign, be empty, or begin with a dash after an equals sign', () => {
  assert.is(read('--name=a=b').options.text('name'), 'a=b');
  assert.is(read('--name=').options.text('name'), '');
  assert.is(read('--name=-x').options.text('name'), '-x');
});

test('a repeatable option keeps all its values, any other only the last', () => {
  const { options } = read('--env', 'A=1', '--env=B=2', '--name', 'x', '--name', 'y');
  assert.equal(options.texts('env'), ['A=1', 'B=2']);
  assert.is(options.text('name'), 'y');
});

test('short options may be combined, with a value as the rest of the word or the next word', () => {
  const shapes = [['-fn15'], ['-fn', '15'], ['-f', '-n15'], ['-f', '-n=15'], ['--follow', '--lines=15']];
  for (const words of shapes) {
    const { options, args } = read(...words);
    assert.is(options.flag('follow'), true, words.join(' '));
    assert.is(options.integer('lines'), 15, words.join(' '));
    assert.equal(args, []);
  }
});

test('a flag does not swallow the word after it', () => {
  const { options, args } = read('--follow', 'true', 'api');
  assert.is(options.flag('follow'), true);
  assert.equal(args, ['true', 'api']);
});

test('words after -- are passed on unchanged', () => {
  const { rest, args, options } = read('app.js', '--', '--name', '007', '--', '-x');
  assert.equal(rest, ['--name', '007', '--', '-x']);
  assert.equal(args, ['app.js']);
  assert.is(options.text('name'), null);
});

test('help is recognised anywhere, but not after --', () => {
  assert.is(read('x', '--help').help, true);
  assert.is(read('-h').help, true);
  assert.is(read('--', '--help').help, false);
});

test('an unknown option is refused with the nearest one', () => {
  refused(['--lins', '3'], /no option --lins\. Did you mean --lines\?/);
  refused(['--zzzzzz'], /no option --zzzzzz/);
  refused(['-x'], /no option -x/);
  refused(['--constructor'], /no option --constructor/);
  refused(['-'], /"-"/);
});

test('a missing value, or a value for a flag, is refused', () => {
  refused(['--name'], /--name needs a value/);
  refused(['--name', '--follow'], /--name needs a value/);
  refused(['--follow=yes'], /--follow does not take a value/);
});

test('durations are parsed in every unit, and anything else is rejected', () => {
  const durationOf = (word: string) => read('--timeout', word).options.durationMs('timeout');
  assert.is(durationOf('60s'), 60_000);
  assert.is(durationOf('1.5m'), 90_000);
  assert.is(durationOf('2h'), 7_200_000);
  assert.is(durationOf('250ms'), 250);
  assert.is(durationOf('250'), 250);
  for (const word of ['', '0', '0s', '-1s', '1w', 's', '1 s', 'NaN', '99999h'])
    refused([`--timeout=${word}`], /--timeout/);
});

test('integers are whole numbers, nothing else', () => {
  assert.is(read('-n', '0').options.integer('lines'), 0);
  assert.is(read('-n', '0042').options.integer('lines'), 42);
  for (const word of ['', '1.5', '0x10', '1e3', '-1', 'many', '99999999999999999'])
    refused([`-n=${word}`], /--lines/);
});

test('lists are split at commas, and an empty one is refused', () => {
  assert.equal(read('--only', 'a, b,,c').options.list('only'), ['a', 'b', 'c']);
  assert.equal(read('--only', 'a', '--only', 'b').options.list('only'), ['a', 'b']);
  assert.is(read().options.list('only'), null);
  refused(['--only', ','], /--only/);
});

test('a value that is not one of the choices is rejected with the choices', () => {
  assert.is(read('--policy', 'never').options.text('policy'), 'never');
  refused(['--policy', 'sometimes'], /--policy must be one of always, never, not "sometimes"/);
});

test('reading an option that the command does not have throws', () => {
  assert.throws(() => read().options.flag('name'), /no flag option "name"/);
  assert.throws(() => read().options.text('nothing'), /no text option "nothing"/);
});

test('any value survives after an equals sign, and any words survive after --', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (value, rest) => {
      const result = read(`--name=${value}`, '--', ...rest);
      assert.is(result.options.text('name'), value);
      assert.equal(result.rest, rest);
    }),
  );
});

test('any input is either accepted or rejected with exit code 64', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('--name', '-n', '-fn', '--', '--env', '=', '-h', '--help=1'),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      try {
        read(...words);
      } catch (error) {
        assert.instance(error, OpmError);
        assert.is((error as OpmError).exitCode, 64);
      }
    }),
  );
});

test.run();
