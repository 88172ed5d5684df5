import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { instanceSpecSchema } from '../../../src/config/keys/app-keys.ts';
import { configJsonSchema } from '../../../src/config/schema/json-schema.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';
import { readSources, withoutComments } from '../../architecture/sources.ts';
import { ROOT } from '../../runner/subject.ts';

const SOURCES = readSources(ROOT, ['src']);

/** The files that name a key, except those that convert the files of other tools. */
function filesThatKnow(key: string): string[] {
  const word = new RegExp(`(?<![\\w-])${key}(?![\\w-])`);
  return [...SOURCES]
    .filter(([path, text]) => !path.startsWith('src/config/from/') && word.test(withoutComments(text)))
    .map(([path]) => path);
}

test('a key is known to its group and the code that implements it: with the list of groups, four files at most', () => {
  for (const [key, group] of [
    ['fsize', 'limits'],
    ['memlock', 'limits'],
    ['noNewPrivileges', 'user'],
    ['capabilities', 'user'],
    ['minUptimeMs', 'ready'],
    ['countUp', 'env'],
  ] as const) {
    const files = filesThatKnow(key);
    assert.ok(files.includes(`src/config/keys/${group}-keys.ts`), key);
    assert.ok(files.length <= 3, `${key}: ${files.join(', ')}`);
  }
});

test('schemas, requests, the ledger and snapshots name no key of an app that they do not use', async () => {
  const app = { name: 'a', command: 'x', umask: '027', noNewPrivileges: true, limits: { fsize: '1G' } };
  const { config } = validateConfig({ apps: [app] });
  const [spec] = resolveInstances({ app: config!.apps[0]!, folder: '/f', home: '/h' });
  const { umask, noNewPrivileges, limits } = v.parse(instanceSpecSchema, spec);
  assert.equal([umask, noNewPrivileges, limits], [0o27, true, { fsize: '1073741824:1073741824' }]);
  const schema = JSON.stringify(await configJsonSchema());
  for (const key of ['umask', 'noNewPrivileges', 'fsize', 'capabilities', 'groups']) {
    assert.match(schema, `"${key}"`);
    const where = filesThatKnow(key).filter((path) =>
      /^src\/(config\/(schema|instance)|protocol|ledger|client)\//.test(path),
    );
    assert.equal(where, [], key);
  }
});

test.run();
