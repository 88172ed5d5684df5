import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseEnvFile } from '../../../src/config/env-files/parse-env-file.ts';

test('KEY=value lines become variables; blank lines and comments do not', () => {
  const text = '# top\n\nA=1\n  B = two words  \nexport C=3\r\nD=\nE=a=b\n  # indented\nF.G-H=x';
  assert.equal(parseEnvFile(text), { A: '1', B: 'two words', C: '3', D: '', E: 'a=b', 'F.G-H': 'x' });
});

test('a comment after a bare value needs a blank before it', () => {
  assert.equal(parseEnvFile('A=1 # one\nB=#none\nC=a#b\nD="x" # y'), { A: '1', B: '', C: 'a#b', D: 'x' });
});

test('single quotes and backticks keep everything, double quotes support escapes', () => {
  assert.equal(parseEnvFile(`A='x\\n"y" # z '`), { A: 'x\\n"y" # z ' });
  assert.equal(parseEnvFile('A=`it\'s "x"`'), { A: `it's "x"` });
  assert.equal(parseEnvFile('A="a\\nb\\t\\"c\\" \\\\ \\$H \\q"'), { A: 'a\nb\t"c" \\ $H \\q' });
});

test('a quoted value spans lines', () => {
  const text = `KEY="-----BEGIN\nabc\n-----END"\nB='1\n2'\nC=3`;
  assert.equal(parseEnvFile(text), { KEY: '-----BEGIN\nabc\n-----END', B: '1\n2', C: '3' });
});

test('Windows line endings are accepted', () => {
  assert.equal(parseEnvFile('A=1\r\nB="x\r\ny"\r\nC=\'z\' \r\n'), { A: '1', B: 'x\ny', C: 'z' });
});

test('nothing is expanded, and the last of equal keys wins', () => {
  assert.equal(parseEnvFile('A=$HOME\nA=`x`\nB="$A"'), { A: 'x', B: '$A' });
});

test('a line that is not an assignment is rejected with its number', () => {
  assert.equal(parseEnvFile('A=1\nnonsense\n'), { line: 2, reason: 'it is not of the form KEY=value' });
  assert.equal(parseEnvFile('\n\n1A=x'), { line: 3, reason: 'it is not of the form KEY=value' });
  assert.equal(parseEnvFile('A="x\nB=1'), { line: 1, reason: 'the quote " is never closed' });
  assert.equal(parseEnvFile('A=1\nB="x" y'), { line: 2, reason: 'something follows the closing quote' });
});

test('a value written in double quotes is read back', () => {
  const escaped: Record<string, string> = {
    '\\': '\\\\',
    '"': '\\"',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    $: '\\$',
  };
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xd7ff).map((code) => String.fromCharCode(code)) }), (value) => {
      const quoted = value.replaceAll(/[\\"\n\r\t$]/g, (char) => escaped[char]!);
      assert.equal(parseEnvFile(`A="${quoted}"\nB=2`), { A: value, B: '2' });
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('A', '=', '"', "'", '`', '\\', '\n', '\r', '#', ' ', '\0') }),
      (text) => {
        assert.type(parseEnvFile(text), 'object');
      },
    ),
  );
});

test.run();
