import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { keepDescriptorsFromChildren } from '../../../src/runtime/native/close-on-exec.ts';

(process.platform === 'linux' ? test : test.skip)('a child does not get what this process has opened', () => {
  const held = openSync('/proc/self/stat', 'r');
  assert.is(keepDescriptorsFromChildren(), true);
  const seen = execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' });
  closeSync(held);
  assert.match(seen, '/proc/');
  assert.not.match(seen, `/proc/${process.pid}/stat`);
});

test.run();
