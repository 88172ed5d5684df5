import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  daemonVariables,
  withoutDaemonVariables,
  withoutRuntimeSwitches,
} from '../../../src/runtime/quirks/daemon-variables.ts';
import { runtimeName } from '../../../src/runtime/self.ts';

test('only Bun is told how to run the daemon', () => {
  assert.is(Object.keys(daemonVariables()).length > 0, runtimeName() === 'bun');
});

test('variables meant for the daemon are removed, and values set by the user are kept', () => {
  const env = { PATH: '/bin', BUN_JSC_useJIT: '0', BUN_GC_TIMER_DISABLE: '1' };
  assert.equal(withoutDaemonVariables(env), { PATH: '/bin' });
  assert.equal(withoutDaemonVariables({ ...env, BUN_JSC_useJIT: '1' }), {
    PATH: '/bin',
    BUN_JSC_useJIT: '1',
  });
});

test('what a runtime obeys does not reach a daemon, but for what plugins need', () => {
  const kept = { PATH: '/bin', NODE_ENV: 'test', NODE_EXTRA_CA_CERTS: '/c', DENO_DIR: '/d' };
  const switches = { NODE_OPTIONS: '--inspect', BUN_OPTIONS: '--smol', DENO_V8_FLAGS: 'x', JSC_useJIT: '0' };
  assert.equal(withoutRuntimeSwitches({ ...kept, ...switches, UV_THREADPOOL_SIZE: '1' }), kept);
});

test.run();
