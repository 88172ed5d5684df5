import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findDuplicateKey } from '../../../src/config/formats/duplicate-key.ts';
import { parseJson } from '../../../src/config/formats/format-json.ts';
import { parseToml } from '../../../src/config/formats/format-toml.ts';
import { parseYaml } from '../../../src/config/formats/format-yaml.ts';
import type { ParsedFile } from '../../../src/config/formats/parsed-file.ts';
import { OpmError } from '../../../src/errors.ts';

type Parse = (file: string, text: string) => Promise<ParsedFile>;

async function brokenMessage(parse: Parse, text: string): Promise<string> {
  try {
    await parse('/f', text);
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).code, 'CONFIG_BROKEN');
    assert.is((error as OpmError).exitCode, 78);
    return (error as OpmError).message;
  }
  throw new Error(`${JSON.stringify(text)} was taken`);
}

const CONTENT = { apps: [{ name: 'a', env: { X: '1' } }] };

test('every format gives the same content', async () => {
  assert.equal((await parseJson('/f', '{"apps":[{"name":"a","env":{"X":"1"}}]}')).content, CONTENT);
  assert.equal(
    (await parseJson('/f', '{"apps":[ // x\n{"name":"a",/* y */"env":{"X":"1",},},],}')).content,
    CONTENT,
  );
  assert.equal((await parseYaml('/f', 'apps:\n  - name: a\n    env: { X: "1" }\n')).content, CONTENT);
  assert.equal(
    JSON.parse(JSON.stringify((await parseToml('/f', '[[apps]]\nname = "a"\nenv.X = "1"')).content)),
    CONTENT,
  );
});

test('a broken file in each format yields one message with line and column', async () => {
  assert.is(
    await brokenMessage(parseJson, '{"apps":[\n{"name" "a"}]}'),
    'The config file /f:2:9 is not valid JSON: colon expected',
  );
  assert.match(
    await brokenMessage(parseJson, '{"apps":['),
    /^The config file \/f:1:\d+ is not valid JSON: .* at the end$/,
  );
  assert.match(await brokenMessage(parseJson, '{"a":1} x'), '/f:1:9 is not valid JSON');
  assert.match(
    await brokenMessage(parseYaml, 'apps:\n  - name: a\n   command: x\n'),
    '/f:3:1 is not valid YAML',
  );
  assert.match(await brokenMessage(parseYaml, 'a: [1'), /^The config file \/f:1:\d+ is not valid YAML/);
  assert.match(await brokenMessage(parseToml, '[[apps]]\nname = \n'), '/f:2:8 is not valid TOML');
  assert.not.match(await brokenMessage(parseToml, 'x = = 1'), '\n');
});

test('a key that occurs twice is an error in every format', async () => {
  assert.match(
    await brokenMessage(parseJson, '{"a":1,\n "a":2}'),
    '/f:2:2 is not valid JSON: the key "a" occurs twice',
  );
  assert.match(await brokenMessage(parseJson, '{"a":1, // "a"\n "\\u0061":2,}'), 'the key "a" occurs twice');
  assert.match(await brokenMessage(parseYaml, 'a: 1\na: 2'), '/f:2:1');
  assert.match(await brokenMessage(parseToml, 'a = 1\na = 2'), '/f:2:1');
});

test('equal keys of different objects are not duplicates', () => {
  assert.is(findDuplicateKey('{"a":{"a":[{"a":1},{"a":"a"}]},"b":"a","c":["a","a"] /* "a": */}'), null);
  assert.is(findDuplicateKey('"a"'), null);
  assert.equal(findDuplicateKey('[{"x":{}, "y":1, "x" /* : */ : 2}]'), { key: 'x', offset: 17 });
});

test('YAML supports anchors and merges, in a single document', async () => {
  const { content } = await parseYaml('/f', 'a: &x { k: 1 }\nb:\n  <<: *x\n  j: 2\n');
  assert.equal(content, { a: { k: 1 }, b: { k: 1, j: 2 } });
  assert.match(await brokenMessage(parseYaml, 'a: 1\n---\nb: 2\n'), 'multiple documents');
  assert.match(await brokenMessage(parseYaml, 'a: *nowhere'), 'nowhere');
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
  for (const [name, from] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => [...pair])) {
    bomb.push(`${name}: &${name} [${Array(10).fill(`*${from}`).join(',')}]`);
  }
  assert.match(await brokenMessage(parseYaml, bomb.join('\n')), 'alias');
});

test('JSON and YAML report the line of a key, and of the object that lacks one', async () => {
  const json = await (await parseJson('/f', '{\n"apps": [\n{"name": "a",\n"port": 1}\n]}')).locator!();
  const yaml = await (await parseYaml('/f', '# x\napps:\n  - name: a\n    port: 1\n')).locator!();
  for (const lineOf of [json, yaml]) {
    assert.is(lineOf(['apps']), 2);
    assert.is(lineOf(['apps', 0, 'port']), 4);
    assert.is(lineOf(['apps', 0, 'command']), 3);
    assert.is(lineOf(['apps', 7]), 2);
  }
  assert.is(json([]), 1);
  assert.is(yaml([]), 2);
});

test('a key named __proto__ is an ordinary key', async () => {
  const { content } = await parseJson('/f', '{"__proto__": {"polluted": 1}, "a": 2, }');
  assert.is((content as { polluted?: number }).polluted, undefined);
  assert.is(({} as { polluted?: number }).polluted, undefined);
});

test('YAML accepts quoted text over lines that are not indented further, as js-yaml does', async () => {
  const text = `apps:\n - args: "a \\"q\\" z\n   b"\n   name: 'it''s\n   c'\n   x: ["d\n e", f]\n`;
  const { content, locator } = await parseYaml('/f', text);
  assert.equal(content, { apps: [{ args: 'a "q" z b', name: "it's c", x: ['d e', 'f'] }] });
  assert.is((await locator!())(['apps', 0, 'x']), 6);
  assert.match(await brokenMessage(parseYaml, 'a: "x\nb: 1\n'), 'Missing closing "quote');
  assert.match(await brokenMessage(parseYaml, 'a: "x\nb: "y"\n'), '/f:1:6');
});

test.run();
