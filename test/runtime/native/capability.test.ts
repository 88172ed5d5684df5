import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CAPABILITIES, switchedOff } from '../../../src/runtime/native/capability.ts';

test('without the variable nothing is switched off', () => {
  assert.equal([...switchedOff({})], []);
  assert.equal([...switchedOff({ OPM_TEST_NATIVE_OFF: '' })], []);
});

test('capabilities are switched off by name, or all at once', () => {
  assert.equal([...switchedOff({ OPM_TEST_NATIVE_OFF: 'pidfd,subreaper' })], ['pidfd', 'subreaper']);
  assert.equal([...switchedOff({ OPM_TEST_NATIVE_OFF: 'all' })], [...CAPABILITIES]);
});

test('an unknown name is an error: a test with a typo would pass for the wrong reason', () => {
  assert.throws(
    () => switchedOff({ OPM_TEST_NATIVE_OFF: 'pidfd,pidfs' }),
    /"pidfs", which must be one of pidfd/,
  );
});

test.run();
