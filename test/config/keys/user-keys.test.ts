import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

function specOf(app: object) {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', ...app }] });
  if (config === null) throw new Error(problems[0]!.message);
  return resolveInstances({ app: config.apps[0]!, folder: '/f', home: '/h' })[0]!;
}

function problemOf(app: object): string {
  return validateConfig({ apps: [{ name: 'a', command: 'x', ...app }] }).problems[0]!.message;
}

test('capabilities are accepted in both spellings', () => {
  const capabilities = ['CAP_NET_BIND_SERVICE', 'net_raw'];
  assert.equal(specOf({ capabilities }).capabilities, ['net_bind_service', 'net_raw']);
  assert.match(problemOf({ capabilities: ['-all'] }), 'is not a capability of Linux');
});

test('groups are names or numbers', () => {
  const { group, groups } = specOf({ user: 'web', group: 33, groups: ['adm', 4] });
  assert.equal([group, groups], ['33', ['adm', '4']]);
});

test('a config without new keys resolves to the spec of older versions', () => {
  const spec = specOf({ user: 'web' });
  assert.is(spec.inheritEnv, true);
  assert.not.ok(
    ['group', 'groups', 'noNewPrivileges', 'capabilities', 'limits'].some((key) => Object.hasOwn(spec, key)),
  );
});

test('passing the whole environment to another user must be requested', () => {
  assert.equal(specOf({ user: 'web', inheritEnv: true }).inheritEnv, ['*']);
  assert.is(specOf({ inheritEnv: true }).inheritEnv, true);
});

test.run();
