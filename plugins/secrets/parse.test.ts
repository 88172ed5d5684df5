import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDotenv, parseJson } from './parse.ts';

test('reads dotenv files of all kinds', () => {
  const text = [
    '\uFEFF# first',
    '',
    'EMPTY=',
    '  SPACED = a b   # why',
    'HASH=a#b',
    'EQUALS=a=b==',
    "SINGLE='a\\n#b' # why",
    'DOUBLE="a\\n\\t\\\\\\"$X"',
    'export KEY="-----BEGIN',
    'abc',
    '-----END"',
    'LAST=x',
  ].join('\r\n');
  assert.equal(Object.fromEntries(parseDotenv(text)), {
    EMPTY: '',
    SPACED: 'a b',
    HASH: 'a#b',
    EQUALS: 'a=b==',
    SINGLE: 'a\\n#b',
    DOUBLE: 'a\n\t\\"$X',
    KEY: '-----BEGIN\nabc\n-----END',
    LAST: 'x',
  });
  assert.throws(() => parseDotenv('A=1\n\nB="x" y'), /^line 3 has a quote/);
  assert.equal([...parseJson('{"__proto__": "x"}', undefined)], [['__proto__', 'x']]);
});

test.run();
