import * as v from 'valibot';
import { BYTE_SIZE_PATTERN, parseByteSize } from '../../byte-size.ts';
import { notThat, showValue } from './problem.ts';

const SIZE = 'a size: write "500M", "1.5G" or "64K"';

/** Output: bytes. A number without a unit is refused, since nobody could tell bytes from megabytes. */
export const byteSize = v.pipe(
  v.string(({ input }) => (typeof input === 'number' ? noUnit(input) : notThat(SIZE)({ input }))),
  v.regex(BYTE_SIZE_PATTERN, ({ input }) =>
    /^[0-9]+$/.test(input) ? noUnit(input) : notThat(SIZE)({ input }),
  ),
  v.title('size'),
  v.transform((value) => parseByteSize(value) ?? Number.NaN),
  v.check((bytes) => bytes > 0, 'must be more than 0'),
  v.check((bytes) => Number.isSafeInteger(bytes), 'is more than any machine has'),
);

function noUnit(value: string | number): string {
  return `${showValue(value)} has no unit: write "${value}M" for megabytes, or use K, G or T`;
}
