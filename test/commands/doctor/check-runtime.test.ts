import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkRuntime } from '../../../src/commands/doctor/check-runtime.ts';

test('a Deno that closes sockets twice is warned of, and no other runtime', () => {
  for (const version of ['1.46.3', '2.8.9', '2.9.5']) {
    const { status, message } = checkRuntime(version);
    assert.is(status, 'warn');
    assert.match(message, `Deno ${version} closes each socket twice`);
  }
  for (const version of ['2.9.6', '2.9.10', '2.10.0', '3.0.0', undefined])
    assert.is(checkRuntime(version).status, 'ok', version);
});

test.run();
