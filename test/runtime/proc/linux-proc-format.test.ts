import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  hasProgram,
  listenerInodes,
  parseStat,
  variableIn,
} from '../../../src/runtime/proc/linux-proc-format.ts';

const REST =
  ' S 7 42 41 0 -1 4194304 1 2 3 4 500 60 7 8 20 0 9 0 123456 1000 77 18446744073709551615 1 1 0\n';

function parse(line: Buffer) {
  return parseStat(line, line.length, 4096);
}

test('every field is found after any name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 15 }), fc.integer({ min: 1, max: 4_194_304 }), (name, pid) => {
      const stat = parse(Buffer.concat([Buffer.from(`${pid} (`), name, Buffer.from(`)${REST}`)]));
      assert.equal(stat, {
        pid,
        comm: Buffer.from(name).toString('utf8'),
        state: 'S',
        ppid: 7,
        processGroup: 42,
        session: 41,
        userTicks: 500,
        systemTicks: 60,
        threads: 9,
        startTicks: 123_456,
        rssBytes: 77 * 4096,
      });
    }),
    { examples: [[Buffer.from('a) Z 1 (1\n) 2 '), 3]] },
  );
});

test('bytes in the buffer after the line are ignored', () => {
  const line = Buffer.from(`8 (short)${REST}`);
  const leftOver = Buffer.concat([line, Buffer.from(' (old) Z 1 1 1')]);
  assert.is(parseStat(leftOver, line.length, 4096)?.comm, 'short');
});

test('an invalid line is not a process', () => {
  for (const text of ['', '12', '12 (a', 'x (a) S', ') ( S 1', `(a)${REST}`.slice(0, 20), '12 (a) S 1 2 3']) {
    assert.is(parse(Buffer.from(text)), null, text);
  }
});

test('during exec a process has no program, while a kernel thread never gets one', () => {
  const line = (flags: number, environmentStart: string) =>
    Buffer.from(`8 (a ) b) R 1 8 8 0 -1 ${flags} ${'0 '.repeat(40)}${environmentStart} 140731188940751 0\n`);
  const has = (bytes: Buffer) => hasProgram(bytes, bytes.length);
  assert.is(has(line(4_194_304, '140731188939024')), true);
  assert.is(has(line(4_194_304, '0')), false);
  assert.is(has(line(2_129_984, '0')), true);
});

test('a variable is found by its whole name, and the first with that name counts', () => {
  const environment = Buffer.from('A=1\0XOPM=no\0OPM_X=no\0OPM=a=b\0EMPTY=\0A=2\0CUT=hal');
  const values = ['A', 'OPM', 'EMPTY', 'CUT', 'OP', 'X'].map((name) => variableIn(environment, name));
  assert.equal(values, ['1', 'a=b', '', 'hal', null, null]);
});

test('only sockets listening on exactly that port count', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0',
    '   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 20 4',
    '   2: 00000000:00BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0',
    '  10: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 444 1 0 1',
    '',
  ].join('\n');
  assert.equal(listenerInodes(table, 3000), ['111', '444']);
  assert.equal(listenerInodes(table, 0xbb), ['333']);
  assert.equal(listenerInodes(table, 8), []);
  assert.equal(listenerInodes('', 8), []);
});

test.run();
