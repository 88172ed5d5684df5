/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What turns up where programs go wrong. */
const TOKENS = [
  ...[
    '',
    '\0',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '"',
    "'",
    '`',
    '\\',
    '\\u',
    '\\x',
    '#',
    '//',
    '/*',
    '*/',
    '=',
    ':',
    ',',
    ';',
  ],
  ...['{', '}', '[', ']', '(', ')', '<', '>', '${', '$(', '%', '@', '..', '/', '-', '--', '!', '|', '&'],
  ...[
    '0',
    '-1',
    '1e999',
    '9007199254740993',
    '18446744073709551616',
    '0x',
    'NaN',
    'null',
    'true',
    '[]',
    '{}',
    '""',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '\u{feff}',
    '\u{2028}',
    '\u{d800}',
    'ß',
    '😀',
    '\x1b[2J',
    '<<EOT\n',
  ],
];
const MOST_BYTES = 16 * 1024;

/**
 * A variation of one input, perhaps crossed with another one. One to four changes, each of bytes, of a piece of the text,
 * or of a token.
 */
export function mutate(input: Buffer, other: Buffer, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(input);
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change += 1) bytes = changed(bytes, other, random);
  return bytes.subarray(0, MOST_BYTES);
}

function changed(bytes: Buffer, other: Buffer, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const at = below(bytes.length + 1);
  const length = 1 + below(Math.min(64, bytes.length + 1));
  const spliced = (piece: Buffer, removed = 0) =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + removed)]);
  switch (below(8)) {
    case 0:
      return spliced(Buffer.from([below(256)]), 1);
    case 1:
      return spliced(Buffer.alloc(0), length);
    case 2:
      return spliced(bytes.subarray(at, at + length));
    case 3: {
      const from = below(other.length + 1);
      return spliced(other.subarray(from, from + length), below(2) * length);
    }
    case 4:
      return bytes.subarray(0, at);
    case 5:
      return spliced(Buffer.from(TOKENS[below(TOKENS.length)]!.repeat(1 + below(3) ** 6)));
    case 6: {
      const text = bytes.toString('latin1');
      const numbers = [...text.matchAll(/\d+/g)];
      const number = numbers[below(numbers.length)];
      if (number === undefined) return spliced(Buffer.from('1'));
      const next = String(below(2) === 0 ? Number(number[0]) + below(3) - 1 : below(2 ** 31) * 4);
      return Buffer.from(
        text.slice(0, number.index) + next + text.slice(number.index + number[0].length),
        'latin1',
      );
    }
    default:
      return spliced(Buffer.from(TOKENS[below(TOKENS.length)]!), length);
  }
}
