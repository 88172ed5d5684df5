import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

/** The mask in the spec, or the problem. */
function umaskOf(umask: unknown): number | string | undefined {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', umask }] });
  if (config === null) return problems[0]!.message;
  return resolveInstances({ app: config.apps[0]!, folder: '/f', home: '/h' })[0]!.umask;
}

test('a string is octal, a number is used as is', () => {
  assert.is(umaskOf('027'), 0o27);
  assert.is(umaskOf('0o077'), 0o77);
  assert.is(umaskOf('0'), 0);
  assert.is(umaskOf('0777'), 0o777);
  assert.is(umaskOf(18), 0o22);
  assert.is(umaskOf(undefined), undefined);
});

test('an invalid mask is rejected with an example of a valid one', () => {
  for (const value of ['', '8', '1000', '01000', 'u=rwx', '-1', true, ['022']]) {
    assert.match(String(umaskOf(value)), /is not a file mode mask: write "027"/, JSON.stringify(value));
  }
  for (const value of [-1, 512, 1.5]) {
    assert.match(String(umaskOf(value)), /is not a whole number from 0 to 511/, String(value));
  }
});

test.run();
