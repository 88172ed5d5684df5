import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CAPABILITIES } from '../../../src/runtime/native/capability.ts';
import { openNative } from '../../../src/runtime/native/native.ts';
import { linuxFrom, nativeHere } from './process-parts.ts';

const NEEDED = { pidfd: [5, 3], groupSignal: [6, 9], exitInfo: [6, 15], subreaper: [3, 5] } as const;

test('every capability of this kernel is active', () => {
  const { report } = nativeHere();
  for (const name of CAPABILITIES) {
    const [major, minor] = NEEDED[name];
    if (linuxFrom(major, minor)) assert.is(report[name], true, `${name}: ${report[name]}`);
    else assert.type(report[name], 'string');
  }
});

for (const name of CAPABILITIES) {
  test(`${name} alone can be switched off, and the report says so`, () => {
    const { report } = openNative({ folders: [], env: { OPM_TEST_NATIVE_OFF: name } });
    assert.is(report[name], process.platform === 'linux' ? 'a test has switched it off' : report[name]);
    assert.type(report[name], 'string');
  });
}

test('features that need pidfds are inactive without them', () => {
  const native = openNative({ folders: [], env: { OPM_TEST_NATIVE_OFF: 'pidfd' } });
  assert.is(native.pidfds, null);
  assert.is(native.signalsGroups, false);
  assert.is(native.readEnd, null);
  assert.is(
    native.watchExits(() => {}),
    null,
  );
  for (const name of ['groupSignal', 'exitInfo'] as const) assert.type(native.report[name], 'string');
});

test('the checks leave no descriptor open', () => {
  if (process.platform !== 'linux') return;
  nativeHere();
  const before = readdirSync('/proc/self/fd').length;
  for (let times = 0; times < 5; times += 1) nativeHere();
  assert.is(readdirSync('/proc/self/fd').length, before);
});

test.run();
