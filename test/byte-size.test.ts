import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { byteSizeText, parseByteSize } from '../src/byte-size.ts';

test('a size has a unit, in powers of 1024 whatever its spelling', () => {
  assert.is(parseByteSize('64K'), 65_536);
  assert.is(parseByteSize('500M'), 500 * 1024 ** 2);
  assert.is(parseByteSize('1.5GiB'), 1.5 * 1024 ** 3);
  assert.is(parseByteSize('2gb'), 2 * 1024 ** 3);
  assert.is(parseByteSize('1T'), 1024 ** 4);
});

test('anything but a size is null', () => {
  for (const text of ['', '500', 'M', '-1M', '1 M', '1E', '1Mi', '1MM', '1,5G', 'M5']) {
    assert.is(parseByteSize(text), null, text);
  }
});

test('a size reads back as itself, to the precision that it is shown with', () => {
  assert.is(byteSizeText(612 * 1024 ** 2), '612M');
  assert.is(byteSizeText(1.5 * 1024 ** 3), '1.5G');
  assert.is(byteSizeText(100), '100');
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 2 ** 45 }), (bytes) => {
      const back = parseByteSize(byteSizeText(bytes))!;
      assert.ok(Math.abs(back - bytes) <= bytes * 0.051, `${bytes} → ${byteSizeText(bytes)}`);
    }),
  );
});

test.run();
