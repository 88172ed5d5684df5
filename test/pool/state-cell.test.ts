import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LIMITS } from '../../src/pool/hook-protocol.ts';
import { StateCell } from '../../src/pool/state-cell.ts';

test('what one side writes, the other reads, the last of it', () => {
  const ours = new StateCell();
  const theirs = new StateCell(ours.buffer);
  assert.is(ours.read(), null);
  fc.assert(
    fc.property(fc.nat(), fc.string({ unit: 'grapheme' }), (call, text) => {
      const kept = { call: call % 2 ** 31, json: JSON.stringify({ text }) };
      theirs.write(kept);
      assert.equal(ours.read(), kept);
    }),
  );
});

test('a state that is too long leaves the one before it', () => {
  const cell = new StateCell();
  const longest = { call: 2, json: JSON.stringify('x'.repeat(LIMITS.stateBytes - 2)) };
  cell.write({ call: 1, json: '{}' });
  cell.write({ call: 1, json: `${longest.json} ` });
  assert.equal(cell.read(), { call: 1, json: '{}' });
  cell.write(longest);
  assert.equal(cell.read(), longest);
});

test.run();
