import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hasFactShape } from '../../src/ledger/fact-shape.ts';
import { AT, anyFact, CONTEXT, identityOf, opened, specOf } from './ledger-parts.ts';

test('every fact that a daemon writes has its shape, also after a trip through the file', () => {
  fc.assert(
    fc.property(anyFact, (fact) => {
      assert.ok(hasFactShape(fact), JSON.stringify(fact));
      assert.ok(hasFactShape(JSON.parse(JSON.stringify(fact))));
    }),
  );
});

test('a fact without a field that the fold relies on, or with another type, has not', () => {
  const claim = {
    op: 'claim',
    ...{ id: 1, token: 't', identity: identityOf(5), logOffsets: { out: 0, err: 0 }, at: AT },
  };
  assert.ok(hasFactShape(claim));
  for (const broken of [
    { ...claim, id: '1' },
    { ...claim, id: -1 },
    { ...claim, token: undefined },
    { ...claim, identity: { ...identityOf(5), pid: 1.5 } },
    { ...claim, logOffsets: { out: 0 } },
    { ...opened(), owner: null },
    { op: 'define', id: 1, spec: { ...specOf(), argv: 'sleep 60' }, env: null, pluginEnv: [] },
    { op: 'define', id: 1, spec: { ...specOf(), env: { A: 1 } }, env: null, pluginEnv: [] },
    { op: 'begin', restore: 'r', context: CONTEXT, steps: { define: [], start: [1], replace: [] } },
    { op: 'restate', instance: { id: 1 } },
  ]) {
    assert.not.ok(hasFactShape(broken), JSON.stringify(broken));
  }
});

test('fields and facts of later versions are accepted, and names of objects are no facts', () => {
  assert.ok(hasFactShape({ op: 'forget', id: 1, because: 'later' } as { op: string }));
  assert.ok(hasFactShape({ op: 'of-a-later-version' }));
  assert.ok(hasFactShape({ op: 'toString' }));
});

test.run();
