import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  decodeSnapshot,
  encodeSnapshot,
  type SavedInstance,
} from '../../../src/ledger/snapshot/snapshot-format.ts';
import { somePayload } from './snapshot-parts.ts';

const good = encodeSnapshot(somePayload(2));

/** Content sealed as OPM seals it, of any version. */
function sealed(content: string, version: number): Buffer {
  const sum = createHash('sha256').update(`opm-snapshot ${version}\n${content}`).digest('hex');
  return Buffer.from(`opm-snapshot ${version} ${sum}\n${content}`);
}

function kindOf(bytes: Buffer): string {
  return decodeSnapshot(bytes).kind;
}

test('encoding and decoding gives the same set', () => {
  for (const count of [0, 1, 3]) {
    assert.equal(decodeSnapshot(encodeSnapshot(somePayload(count))), {
      kind: 'good',
      payload: somePayload(count),
    });
  }
});

test('any environments come back, each with its instance', () => {
  const text = fc.string().map((value) => value.replaceAll('\0', ''));
  const environment = fc
    .array(fc.tuple(text, text))
    .map((entries) => Object.fromEntries(entries.filter(([name]) => name !== '__proto__')));
  const awkward = { prototype: '1', constructor: '2', toString: '' };
  fc.assert(
    fc.property(fc.array(environment, { maxLength: 6 }), (environments) => {
      const payload = somePayload(environments.length);
      for (const [i, inheritedEnv] of environments.entries())
        payload.instances[i]!.inheritedEnv = inheritedEnv;
      const decoded = decodeSnapshot(encodeSnapshot(payload));
      if (decoded.kind !== 'good') throw new Error(JSON.stringify(decoded));
      const entriesOf = ({ inheritedEnv }: SavedInstance) => Object.entries(inheritedEnv);
      assert.equal(decoded.payload.instances.map(entriesOf), payload.instances.map(entriesOf));
    }),
    { numRuns: 50, examples: [[[awkward]]] },
  );
});

test('a thousand instances with the same environment store it once, and share it after reading', () => {
  const large = 'x'.repeat(10_000);
  const bytes = encodeSnapshot(somePayload(1000, large));
  assert.is(bytes.toString().split(large).length - 1, 1);
  const decoded = decodeSnapshot(bytes);
  assert.is(decoded.kind, 'good');
  if (decoded.kind === 'good') {
    assert.is(new Set(decoded.payload.instances.map(({ inheritedEnv }) => inheritedEnv)).size, 1);
  }
});

test('truncated at any byte, it is damaged', () => {
  for (let length = 0; length < good.length; length += 1) {
    assert.is(kindOf(good.subarray(0, length)), 'damaged', `cut to ${length}`);
  }
});

test('with any bit of its first line or of any other byte flipped, it is damaged', () => {
  for (let at = 0; at < good.length; at += 1) {
    for (let bit = at < 128 ? 0 : at % 8; bit <= (at < 128 ? 7 : at % 8); bit += 1) {
      const flipped = Buffer.from(good);
      flipped[at]! ^= 1 << bit;
      assert.is(kindOf(flipped), 'damaged', `byte ${at}, bit ${bit}`);
    }
  }
});

test('with bytes added, lines repeated, or full of NULs, it is damaged', () => {
  const line = good.indexOf('\n') + 1;
  const others: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['NULs', Buffer.alloc(good.length)],
    ['a NUL behind', Buffer.concat([good, Buffer.alloc(1)])],
    ['a block of NULs inside', Buffer.concat([good.subarray(0, 200), Buffer.alloc(512), good.subarray(712)])],
    ['twice', Buffer.concat([good, good])],
    ['its first line twice', Buffer.concat([good.subarray(0, line), good])],
    ['its lines swapped', Buffer.concat([good.subarray(line), good.subarray(0, line)])],
    ['a line of 10 MB', Buffer.alloc(10 * 1024 * 1024, 'x')],
    ['JSON of another program', Buffer.from('{"apps":[]}\n')],
  ];
  for (const [title, bytes] of others) assert.is(kindOf(bytes), 'damaged', title);
});

test("a newer OPM's file is distinguished from damage, and a damaged version from a newer one", () => {
  const [known, content] = [good.toString('utf8'), '{"of":"another shape"}\n'];
  const versionTwo = sealed(content, 2);
  assert.equal(decodeSnapshot(versionTwo), { kind: 'newer', version: 2 });
  assert.is(kindOf(Buffer.from(known.replace('opm-snapshot 1', 'opm-snapshot 2'))), 'damaged');
  assert.is(kindOf(versionTwo.subarray(0, -1)), 'damaged');
});

test('sealed content that is not a snapshot is damaged, with the position named', () => {
  const payload = somePayload(1);
  const wrong = [
    { ...payload, instances: [{ ...payload.instances[0]!, wanted: 'sleeping' }] },
    {
      ...payload,
      instances: [{ ...payload.instances[0]!, spec: { ...payload.instances[0]!.spec, argv: [] } }],
    },
    { ...payload, createdAt: 5 },
  ];
  for (const one of wrong) {
    const decoded = decodeSnapshot(encodeSnapshot(one as never));
    assert.is(decoded.kind, 'damaged');
    if (decoded.kind === 'damaged') assert.match(decoded.reason, /not a snapshot: (instances\.0|createdAt)/);
  }
  assert.is(kindOf(sealed('not JSON\n', 1)), 'damaged');
  const { spec, wanted } = payload.instances[0]!;
  const lost = { ...payload, environments: [], instances: [{ spec, wanted, environment: 1 }] };
  const decoded = decodeSnapshot(sealed(`${JSON.stringify(lost)}\n`, 1));
  assert.equal(decoded, { kind: 'damaged', reason: 'its content lacks the environment of "api"' });
});

test.run();
