import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readBody } from '../../../src/daemon/transport/request-body.ts';
import { isOutOfMemory } from '../../../src/daemon/transport/transport-errors.ts';

/** A request of which these are the pieces. */
function request(pieces: unknown[]): IncomingMessage {
  return Object.assign(Readable.from(pieces), { headers: {} }) as unknown as IncomingMessage;
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail');
}

test('the chunks of a body are joined, including split characters', async () => {
  const bytes = Buffer.from('{"ä":1}');
  assert.is(await readBody(request([bytes.subarray(0, 3), bytes.subarray(3)]), 'list', 100), '{"ä":1}');
});

test('an error while joining the body reaches its reader, not the whole daemon', async () => {
  // Memory that is short cannot be had to order, but a piece that is no buffer fails at the same place.
  assert.instance(await failure(readBody(request([{ length: 1 }]), 'list', 100)), TypeError);
});

test('a failed allocation is distinguished from other errors', () => {
  const caught = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error;
    }
    return null;
  };
  assert.ok(isOutOfMemory(caught(() => new ArrayBuffer(2 ** 52))));
  const nest = (): unknown => [nest()];
  assert.not(isOutOfMemory(caught(nest)));
  assert.not(isOutOfMemory(caught(() => JSON.parse('{'))));
});

test.run();
