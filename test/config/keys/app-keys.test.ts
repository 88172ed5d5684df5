import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { appSchema, instanceSpecSchema } from '../../../src/config/keys/app-keys.ts';

/** The specs that the first version of the format has written. */
const OLD: InstanceSpec[] = readFileSync(
  new URL('../../fixtures/formats/v1/ledger.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .flatMap((line) => (line === '' ? [] : [JSON.parse(line.slice(9)) as { op: string; spec: InstanceSpec }]))
  .flatMap(({ op, spec }) => (op === 'define' ? [spec] : []));

test('a spec written by the first version is still valid, unchanged', () => {
  assert.ok(OLD.length > 3);
  for (const spec of OLD) assert.equal(v.parse(instanceSpecSchema, spec), spec);
});

test('a config without new keys resolves as in the first version', () => {
  const app = v.parse(appSchema, {
    name: 'db',
    namespace: 'shop',
    command: '/bin/sleep 1000',
    cwd: '/',
    minUptime: 0,
    logs: { out: '/dev/null', err: '/dev/null' },
  });
  const [spec] = resolveInstances({ app, folder: '/', home: '/h' });
  assert.equal(
    spec,
    OLD.find(({ name }) => name === 'db'),
  );
});

test.run();
