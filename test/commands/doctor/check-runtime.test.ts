import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkRuntime } from '../../../src/commands/doctor/check-runtime.ts';

test('a Deno that closes sockets twice causes a warning, and no other runtime does', () => {
  for (const version of ['1.46.3', '2.8.9', '2.9.5']) {
    const { status, message } = checkRuntime(`deno ${version}`);
    assert.is(status, 'warn');
    assert.match(message, `deno ${version} closes each socket twice`);
  }
  for (const version of ['deno 2.9.6', 'deno 2.9.10', 'deno 2.10.0', 'deno 3.0.0', 'node 2.9.5'])
    assert.is(checkRuntime(version).status, 'ok', version);
  assert.is(checkRuntime().status, 'ok');
});

test.run();
