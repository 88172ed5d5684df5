import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LineOrder } from '../../src/hooks/line-order.ts';
import type { ThreadLine } from '../../src/pool/hook-protocol.ts';

function line(call: number | null, index: number): ThreadLine {
  return { slot: 0, call, index, level: 'info', message: `${call}/${index}` };
}

test('each line is delivered once and in order, however channel and result interleave', () => {
  const count = fc.integer({ min: 0, max: 8 });
  const property = fc.property(count, fc.array(fc.nat(7)), (lines, channel) => {
    const seen: string[] = [];
    const order = new LineOrder(({ message }) => seen.push(message));
    order.open(5, 1);
    // The channel may repeat, skip and shuffle; the result has all of them.
    for (const index of channel.filter((each) => each < lines)) order.take(line(5, index));
    for (let index = 0; index < lines; index += 1) order.take(line(5, index));
    order.close(5, 1);
    for (const index of channel) order.take(line(5, index));
    assert.equal(
      seen,
      Array.from({ length: lines }, (_, index) => `5/${index}`),
    );
  });
  fc.assert(property);
});

test('a call without a result delivers the lines from the channel, in order', () => {
  const seen: string[] = [];
  const order = new LineOrder(({ message }) => seen.push(message));
  order.open(1, 2);
  for (const index of [0, 3, 2]) order.take(line(2, index));
  order.close(1, 2);
  assert.equal(seen, ['2/0', '2/2', '2/3']);
});

test('lines that belong to no call are delivered at once', () => {
  const seen: string[] = [];
  new LineOrder(({ message }) => seen.push(message)).take(line(null, 0));
  assert.equal(seen, ['null/0']);
});

test.run();
