import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { joinWords, splitWords } from '../../src/config/split-words.ts';

test('blanks separate words, however many there are', () => {
  assert.equal(splitWords('  node\tserver.js \n --port 3000 '), ['node', 'server.js', '--port', '3000']);
  assert.equal(splitWords(''), []);
  assert.equal(splitWords(' \n '), []);
});

test('quotes keep words together and may be inside a word', () => {
  assert.equal(splitWords(`a 'b c' "d e"`), ['a', 'b c', 'd e']);
  assert.equal(splitWords(`--name='my app'"!"`), ['--name=my app!']);
  assert.equal(splitWords(`'' ""`), ['', '']);
  assert.equal(splitWords(`'a "b" \\n'`), ['a "b" \\n']);
  assert.equal(splitWords(`"a 'b' \\" \\\\ \\$ \\n"`), [`a 'b' " \\ $ \\n`]);
});

test('double quotes support an escaped backtick', () => {
  assert.equal(splitWords('"\\`x\\`"'), ['`x`']);
});

test('a backslash keeps the next character, and joins lines', () => {
  assert.equal(splitWords('a\\ b \\"c \\\\'), ['a b', '"c', '\\']);
  assert.equal(splitWords('a\\\nb "c\\\nd"'), ['ab', 'cd']);
  assert.equal(splitWords('a \\\n b'), ['a', 'b']);
});

test('no other shell syntax has a meaning', () => {
  assert.equal(splitWords('echo $HOME *.js a|b > c # d'), [
    'echo',
    '$HOME',
    '*.js',
    'a|b',
    '>',
    'c',
    '#',
    'd',
  ]);
});

test('an unclosed quote or escape is rejected with the reason', () => {
  assert.equal(splitWords(`a 'b`), { reason: 'a single quote is never closed' });
  assert.equal(splitWords('a "b'), { reason: 'a double quote is never closed' });
  assert.equal(splitWords('a "b\\"'), { reason: 'a double quote is never closed' });
  assert.equal(splitWords('a \\'), { reason: 'it ends with a backslash that escapes nothing' });
});

const word = fc.oneof(
  fc.string({ unit: fc.nat(0xd7ff).map((code) => String.fromCharCode(code)) }),
  fc.string(),
  fc.constantFrom('', `'`, '"', '\\', ' ', '\n', `a'b"c\\`),
);

test('words joined into a line split into the same words again', () => {
  fc.assert(
    fc.property(fc.array(word), (words) => {
      assert.equal(splitWords(joinWords(words)), words);
    }),
  );
});

test('no line makes it crash, and its words are what a shell sees', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', '\n', '\t') }), (line) => {
      const words = splitWords(line);
      assert.ok(Array.isArray(words) || typeof words.reason === 'string');
    }),
  );
});

test('sh splits the same lines into the same words', () => {
  // The last character keeps a backslash from escaping the end of the script.
  const lines = fc.sample(fc.string({ unit: fc.constantFrom('a', 'b', ' ', "'", '"', '\\', '\n') }), 60);
  for (const line of lines.map((sample) => `${sample}x`)) {
    const words = splitWords(line);
    if (!Array.isArray(words)) continue;
    if (words.join('').includes('\n') || hasBareLineEnd(line)) continue;
    const printed = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    assert.equal(printed.split('\n').slice(0, -1), words, JSON.stringify(line));
  }
});

/** To a shell a line end outside quotes ends the command. */
function hasBareLineEnd(line: string): boolean {
  return line.replaceAll(/\\[\s\S]/g, '').includes('\n');
}

test.run();
