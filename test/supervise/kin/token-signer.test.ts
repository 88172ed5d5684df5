import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isSigned, signToken } from '../../../src/supervise/kin/token-signer.ts';

const SECRET = Buffer.alloc(32, 1);
const START = { home: '/srv/opm', id: 7 };

test('a token is good for its own home, instance and secret, and for nothing else', () => {
  const token = signToken(SECRET, START);
  assert.ok(isSigned(SECRET, START, token));
  assert.not.ok(isSigned(SECRET, { ...START, home: '/srv/opm2' }, token));
  assert.not.ok(isSigned(SECRET, { ...START, id: 8 }, token));
  assert.not.ok(isSigned(Buffer.alloc(32, 2), START, token));
});

test('no two tokens are alike', () => {
  assert.is(new Set(Array.from({ length: 1000 }, () => signToken(SECRET, START))).size, 1000);
});

test('a token that is changed anywhere is no good', () => {
  const token = signToken(SECRET, START);
  for (let place = 0; place < token.length; place += 1) {
    for (const letter of ['A', '_', '.', '\0']) {
      const changed = token.slice(0, place) + letter + token.slice(place + 1);
      if (changed === token) continue;
      // The last letter of each part has bits to spare, but the text is what counts for the nonce.
      const isSpare = place === token.length - 1 && isSameMac(token, changed);
      assert.is(isSigned(SECRET, START, changed), isSpare, `${letter} at ${place}`);
    }
  }
});

test('nothing but a token is one', () => {
  // As versions before 0.2 made them.
  assert.not.ok(isSigned(SECRET, START, '0b2c9c1e-3f0f-4c8e-9a51-1f2f3c4d5e6f'));
  fc.assert(fc.property(fc.string(), (text) => !isSigned(SECRET, START, text)));
});

function isSameMac(one: string, other: string): boolean {
  const macOf = (token: string) => Buffer.from(token.split('.')[1] ?? '', 'base64url');
  return macOf(one).equals(macOf(other));
}

test.run();
