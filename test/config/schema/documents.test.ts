import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { initTemplate, TEMPLATE_FORMATS } from '../../../src/config/init-template.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { configReference } from '../../../src/config/schema/config-reference.ts';
import { configJsonSchema, type JsonSchema } from '../../../src/config/schema/json-schema.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';
import { inFolder } from '../temp-folder.ts';

const schema = await configJsonSchema();
const docs = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const REMEDY = 'run: npm run docs';

test("docs/opm.schema.json matches the program's schema", () => {
  assert.equal(JSON.parse(docs('opm.schema.json')), schema, REMEDY);
});

test('docs/config.md matches the reference generated from the schema', () => {
  assert.is(docs('config.md'), configReference(schema), REMEDY);
});

test('every key of the schema has a description and an example', () => {
  const walk = (node: JsonSchema, path: string): void => {
    for (const [key, value] of Object.entries(node.properties ?? {})) {
      assert.ok(value.description, `${path}.${key} has no description`);
      assert.ok(value.examples?.length, `${path}.${key} has no example`);
      walk(value, `${path}.${key}`);
    }
    for (const inner of [node.items ?? [], node.anyOf ?? []].flat()) walk(inner, path);
  };
  walk(schema, '');
});

test('the example of every app key is valid', () => {
  const { properties } = (schema.properties!.apps!.items as JsonSchema)!;
  for (const [key, { examples }] of Object.entries(properties!)) {
    const apps = [
      { name: 'a', command: 'x', [key]: examples![0] },
      { name: 'db', command: 'x' },
    ];
    assert.equal(validateConfig({ apps }).problems, [], key);
  }
});

test('JSON Schema and program agree on what is valid', () => {
  const validator = new Validator(schema as never, '7', false);
  const app = { name: 'a', command: 'x' };
  const right: Record<string, unknown>[] = [
    { apps: [] },
    {
      $schema: 'x',
      settings: { timeout: 5 },
      plugins: ['a', ['b'], ['c', 1], ['d', {}, { timeout: '1s' }]],
      apps: [app],
    },
    {
      apps: [
        {
          ...app,
          command: ['x'],
          restart: 'never',
          ready: { log: 'x' },
          env: { A: 1 },
          inheritEnv: ['A'],
          user: 0,
        },
      ],
    },
    {
      apps: [
        {
          ...app,
          restart: { backoff: [5, '1s'] },
          stop: { signal: 'SIGINT' },
          logs: { out: 'x' },
          envFile: 'x',
          maxMemory: '1G',
        },
      ],
    },
  ];
  const wrong: Record<string, unknown>[] = [
    {},
    { apps: {} },
    { apps: [{ name: 'a' }] },
    { apps: [{ ...app, name: 'a b' }] },
    { apps: [{ ...app, name: 'all' }] },
    { apps: [{ ...app, comand: 'x' }] },
    { apps: [{ ...app, ready: { log: 'x', tcp: 1 } }] },
    { apps: [{ ...app, ready: {} }] },
    { apps: [{ ...app, port: 0 }] },
    { apps: [{ ...app, instances: 1.5 }] },
    { apps: [{ ...app, minUptime: '10x' }] },
    { apps: [{ ...app, restart: 'often' }] },
    { apps: [{ ...app, maxMemory: '1' }] },
    { apps: [{ ...app, maxMemory: 5 }] },
    { apps: [{ ...app, logs: { maxSize: '1' } }] },
    { apps: [], plugins: [5] },
    { apps: [], plugins: [['a', {}, { timeot: 1 }]] },
    { apps: [], settings: { threads: 0 } },
  ];
  for (const content of right) {
    assert.equal(validateConfig(content).problems, []);
    assert.equal(validator.validate(content).errors, [], JSON.stringify(content));
  }
  for (const content of wrong) {
    assert.is(validateConfig(content).config, null);
    assert.not.ok(validator.validate(content).valid, JSON.stringify(content));
  }
});

test('each starter config file loads, and all of them are equivalent', async () => {
  const templates = Object.fromEntries(
    TEMPLATE_FORMATS.map((format) => [`opm.config.${format}`, initTemplate(format)]),
  );
  await inFolder(templates, async (folder) => {
    const loaded = await Promise.all(
      Object.keys(templates).map((name) => loadConfig({ file: join(folder, name), home: '/h', env: {} })),
    );
    assert.is(loaded[0]!.instances.length, 3);
    assert.equal(loaded[0]!.instances[2]!.dependsOn, ['api']);
    const [first = [], ...others] = loaded.map(({ instances }) =>
      instances.map((spec) => ({ ...spec, definedIn: null })),
    );
    for (const instances of others) assert.equal(instances, first);
  });
});

test.run();
