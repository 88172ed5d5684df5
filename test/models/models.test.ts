import { basename } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModel, readFinding, whyNoChecker } from './check-model.ts';
import { MODELS, mutationsOf } from './models.ts';

const missing = whyNoChecker();
if (missing !== null) console.log(`Skipped: ${missing}`);
const searched = missing === null ? test : test.skip;

for (const model of MODELS) {
  const name = basename(model.file);
  for (const { title, defines } of model.searches) {
    searched(`${name} holds in all of its states: ${title}`, async () => {
      const found = await checkModel({ file: model.file, defines, thorough: true });
      assert.is(found.violation, null);
    });
  }
  for (const mutation of mutationsOf(model)) {
    searched(`${name} does not hold with ${mutation}`, async () => {
      const size = model.otherSizes[mutation] ?? model.mutationSize;
      const found = await checkModel({ file: model.file, defines: [mutation, ...size], thorough: false });
      assert.is.not(found.violation, null);
    });
  }
}

test('a truncated search is not a result', () => {
  const whole = 'State-vector 96 byte, depth reached 9, errors: 0\n      124 states, stored\n';
  assert.equal(readFinding(whole), { states: 124, violation: null });
  for (const cut of [
    `error: max search depth too small\n${whole}`,
    `pan: reached -DMEMLIM bound\npan: out of memory\n${whole}`,
    whole.replace('errors: 0', 'errors: 1'),
    '',
  ]) {
    assert.throws(() => readFinding(cut), /did not come to its end/);
  }
});

test('a violation is reported with what does not hold', () => {
  const output = [
    'pan:1: assertion violated (owners==0) (at depth 12)',
    'State-vector 96 byte, depth reached 9, errors: 1',
    '     1.5e+06 states, stored',
  ];
  const violation = 'assertion violated (owners==0)';
  assert.equal(readFinding(output.join('\n')), { states: 1_500_000, violation });
});

test.run();
