import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { callerHeader, callerIn } from '../../src/protocol/caller-header.ts';

test('the caller is read as it was written, with any characters in its command', () => {
  for (const command of ['opm stop api', 'opm stop "a b" ü\n%', 'opm']) {
    assert.equal(callerIn(callerHeader({ pid: 7, command })), { pid: 7, command });
  }
});

test('a header stays on one line and short, whatever the command', () => {
  const header = callerHeader({ pid: 7, command: `opm stop ${'x'.repeat(10_000)}\r\nopm-protocol: 9` });
  assert.ok(header.length < 600);
  assert.not.match(callerHeader({ pid: 7, command: 'a\r\nb' }), /[\r\n]/);
});

test('an invalid header is ignored', () => {
  for (const header of [undefined, '', '7', 'x opm', '7 %zz', ['7 opm', '8 opm'], `7 ${'x'.repeat(4000)}`]) {
    assert.is(callerIn(header), null, String(header));
  }
});

test.run();
