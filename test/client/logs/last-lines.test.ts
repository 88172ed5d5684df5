import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lastLines } from '../../../src/client/logs/last-lines.ts';
import { lineSplitter } from '../../../src/client/logs/line-splitter.ts';

const test = suite<{ folder: string }>('last lines');

test.before(async (context) => {
  context.folder = await fs.mkdtemp(join(tmpdir(), 'opm-lines-'));
});

test.after(async ({ folder }) => {
  await fs.rm(folder, { recursive: true });
});

async function lastOf(folder: string, text: string | Buffer, count: number, accepts = (_: Buffer) => true) {
  const path = join(folder, 'log');
  await fs.writeFile(path, text);
  const file = await fs.open(path, 'r');
  try {
    const { lines, unfinished } = await lastLines(
      file,
      { start: 0, end: Buffer.byteLength(text), head: Buffer.alloc(0) },
      count,
      accepts,
    );
    return { lines: lines.map(String), unfinished: String(unfinished) };
  } finally {
    await file.close();
  }
}

/** The same by reading everything: what the fast way has to agree with. */
function expected(text: string, count: number) {
  const parts = text.split('\n');
  const unfinished = parts.pop() ?? '';
  return { lines: count === 0 ? [] : parts.slice(-count), unfinished };
}

test('the last lines of a text are the same as when all of it is read, whatever its newlines', async ({
  folder,
}) => {
  const text = fc
    .array(fc.constantFrom('a', 'ß', '\n', 'bc'), { maxLength: 20 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.nat({ max: 6 }), async (content, count) => {
      assert.equal(await lastOf(folder, content, count), expected(content, count));
    }),
    { numRuns: 200 },
  );
});

test('lines that span the chunks of a file stay whole', async ({ folder }) => {
  const lines = Array.from({ length: 40 }, (_, index) => String(index).repeat(3000 + index * 7));
  const text = `${lines.join('\n')}\nrest`;
  assert.equal(await lastOf(folder, text, 35), expected(text, 35));
  assert.equal(await lastOf(folder, text, 1000), expected(text, 1000));
});

test('only accepted lines count', async ({ folder }) => {
  const text = 'keep 1\nno\nkeep 2\nno\nno\nkeep 3\nno\n';
  const { lines } = await lastOf(folder, text, 2, (line) => line.includes('keep'));
  assert.equal(lines, ['keep 2', 'keep 3']);
});

test('carriage returns at line ends are removed', async ({ folder }) => {
  assert.equal(await lastOf(folder, 'a\r\nb\r\n', 5), { lines: ['a', 'b'], unfinished: '' });
});

test('a line splitter yields the same lines wherever the bytes are cut', () => {
  const text = fc
    .array(fc.constantFrom('a', 'ß', '\n', 'bc', '\r\n'), { maxLength: 30 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 60 })), (content, cuts) => {
      const bytes = Buffer.from(content);
      const borders = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
        bytes.length,
      ];
      const splitter = lineSplitter();
      const lines: string[] = [];
      borders.slice(1).forEach((end, index) => {
        // The memory is used again for the next piece, as a reader does.
        const piece = Buffer.from(bytes.subarray(borders[index], end));
        lines.push(...splitter.push(piece).map(String));
        piece.fill(0);
      });
      const rest = splitter.end();
      if (rest !== null) lines.push(String(rest));
      const wanted = content.split('\n');
      if (wanted.at(-1) === '') wanted.pop();
      assert.equal(
        lines,
        wanted.map((line) => line.replace(/\r$/, '')),
      );
      assert.is(splitter.end(), null);
    }),
  );
});

test('an endless line does not fill the memory: it arrives in pieces, and nothing is lost', () => {
  const splitter = lineSplitter();
  const piece = Buffer.alloc(64 * 1024, 'x');
  let got = 0;
  let longest = 0;
  for (let index = 0; index < 64; index++) {
    for (const line of splitter.push(piece)) {
      got += line.length;
      longest = Math.max(longest, line.length);
    }
  }
  got += splitter.end()?.length ?? 0;
  assert.is(got, 64 * piece.length);
  assert.ok(longest <= 1024 * 1024 + piece.length);
});

test.run();
