import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../../src/config/schema/validate.ts';

/** The limit in the spec, or the problem. */
function limitOf(maxMemory: unknown): number | string | undefined {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', maxMemory }] });
  if (config === null) return problems[0]!.message;
  return resolveInstances({ app: config.apps[0]!, folder: '/f', home: '/h' })[0]!.maxMemory;
}

test('a limit is a size, and without one there is no limit', () => {
  assert.is(limitOf('500M'), 500 * 1024 ** 2);
  assert.is(limitOf('1.5GiB'), 1.5 * 1024 ** 3);
  assert.is(limitOf(undefined), undefined);
});

test('a number without a unit is rejected with the remedy', () => {
  const remedy = 'has no unit: write "500M" for megabytes, or use K, G or T';
  assert.is(limitOf(500), `500 ${remedy}`);
  assert.is(limitOf('500'), `"500" ${remedy}`);
});

test('anything but a size is rejected', () => {
  for (const value of ['', 'much', '-5M', '5 M', true, ['5M'], null]) {
    assert.match(
      String(limitOf(value)),
      /is not a size: write "500M", "1.5G" or "64K"/,
      JSON.stringify(value),
    );
  }
  assert.is(limitOf('0M'), 'must be more than 0');
  assert.is(limitOf('99999999999T'), 'is more than any machine has');
});

test.run();
