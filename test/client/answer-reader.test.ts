import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AnswerError, type AnswerHead, AnswerReader } from '../../src/client/answer-reader.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nOPM-Protocol:  1 \r\n\r\n';

function read(chunks: Uint8Array[]): { heads: AnswerHead[]; lines: unknown[] } {
  const heads: AnswerHead[] = [];
  const lines: unknown[] = [];
  const reader = new AnswerReader<'list'>({
    onHead: (head) => heads.push(head),
    onLine: (line) => lines.push(line),
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return { heads, lines };
}

function refuses(text: string, message: RegExp): void {
  assert.throws(
    () => read([Buffer.from(text)]),
    (error: unknown) => error instanceof AnswerError && message.test(error.message),
  );
}

test('an answer is parsed the same wherever its chunks are cut, even inside a character', () => {
  const message = fc.string({ unit: 'grapheme', maxLength: 30 });
  const cuts = fc.array(fc.nat({ max: 1000 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), cuts, (messages, places) => {
      const sent: unknown[] = messages.map((text) => ({
        type: 'event',
        event: { kind: 'warning', message: text },
      }));
      sent.push({ type: 'result', value: messages });
      const bytes = Buffer.from(HEAD + sent.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const borders = [0, ...places.map((place) => place % bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
      const { heads, lines } = read(chunks);
      assert.equal(lines, sent);
      assert.is(heads.length, 1);
    }),
    { numRuns: 300 },
  );
});

test('one byte at a time is enough', () => {
  const bytes = Buffer.from(`${HEAD}{"type":"result","value":"äöü €"}\n`);
  const { lines } = read([...bytes].map((byte) => Uint8Array.of(byte)));
  assert.equal(lines, [{ type: 'result', value: 'äöü €' }]);
});

test('the head yields the status and the headers with lower-case names', () => {
  const [head] = read([Buffer.from(HEAD)]).heads;
  assert.is(head?.status, 200);
  assert.is(head?.headers.get('opm-protocol'), '1');
});

test('an incomplete line is not delivered', () => {
  assert.equal(read([Buffer.from(`${HEAD}{"type":"result","value":1}`)]).lines, []);
});

test("anything but a daemon's answer is rejected with a reason", () => {
  refuses('SSH-2.0-OpenSSH\r\n\r\n', /does not look like HTTP/);
  refuses('x'.repeat(20_000), /head is too long/);
  refuses(`${HEAD}hello\n`, /not JSON: hello/);
  refuses(`${HEAD}null\n`, /unknown type: null/);
  refuses(`${HEAD}{"type":"greeting"}\n`, /unknown type/);
});

test.run();
