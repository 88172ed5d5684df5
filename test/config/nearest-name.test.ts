import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nearestName } from '../../src/config/nearest-name.ts';

const KNOWN = ['name', 'command', 'instances', 'maxRestarts', 'dependsOn', 'env', 'envFile'];

test('a typo finds the intended name', () => {
  assert.is(nearestName('comand', KNOWN), 'command');
  assert.is(nearestName('nmae', KNOWN), 'name');
  assert.is(nearestName('instance', KNOWN), 'instances');
  assert.is(nearestName('evn', KNOWN), 'env');
});

test('case, underscores and dashes do not count', () => {
  assert.is(nearestName('max_restarts', KNOWN), 'maxRestarts');
  assert.is(nearestName('depends-on', KNOWN), 'dependsOn');
  assert.is(nearestName('ENV_FILE', KNOWN), 'envFile');
});

test('the nearest of several wins', () => {
  assert.is(nearestName('envFil', KNOWN), 'envFile');
  assert.is(nearestName('enw', KNOWN), 'env');
});

test('nothing is suggested for a name that resembles none', () => {
  assert.is(nearestName('zzzzzz', KNOWN), undefined);
  assert.is(nearestName('ab', KNOWN), undefined);
  assert.is(nearestName('', KNOWN), undefined);
  assert.is(nearestName('name', []), undefined);
});

test.run();
