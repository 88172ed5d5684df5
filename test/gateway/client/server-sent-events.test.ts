import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readEvents } from '../../../src/gateway/client/server-sent-events.ts';

/** The events in a response that arrives in these pieces. */
async function eventsIn(pieces: (string | Uint8Array)[]) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

test('each event has its id, its kind and its parsed data', async () => {
  const events = await eventsIn(['id: 7\nevent: line\ndata: {"a":1}\n\ndata: [2]\n\n']);
  assert.equal(events, [
    { id: '7', event: 'line', data: { a: 1 } },
    { id: null, event: 'message', data: [2] },
  ]);
});

test('comments, which only keep the connection alive, are no events', async () => {
  assert.equal((await eventsIn([': still here\n\n', 'data: 1\n\n', ': bye\n\n'])).length, 1);
});

test('an event may arrive in pieces, even amid a character', async () => {
  const bytes = new TextEncoder().encode('data: "ä€😀"\n\ndata: 2\n\n');
  const events = await eventsIn([...bytes].map((byte) => Uint8Array.of(byte)));
  assert.equal(
    events.map(({ data }) => data),
    ['ä€😀', 2],
  );
});

test('an event that the connection cut off is not reported', async () => {
  assert.equal((await eventsIn(['data: 1\n\ndata: 2'])).length, 1);
});

test.run();
