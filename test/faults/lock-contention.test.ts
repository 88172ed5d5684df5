import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { whyNoNamespaces } from '../runtime/run-program.ts';
import { overlaps, runLockContention } from './lock-contention.ts';

test("the holders' journal reveals an overlap", () => {
  const good = 'enter a 1\nwork a 1\nleave a 1\nenter b 2\nwork b 2\nenter c 3\nleave c 3\n';
  assert.equal(overlaps(good, new Set(['2'])), []);
  const bad: [string, RegExp][] = [
    ['enter a 1\nenter b 2\nleave b 2\n', /2 entered while 1 was inside and alive/],
    ['enter a 1\nenter b 2\nwork a 1\nleave b 2\n', /1 wrote while 2 was inside/],
    ['enter a 1\nleave a 1\nleave a 1\n', /1 wrote while nobody was inside/],
    ['enter a 1\nlost a 1\nleave a 1\n', /1 lost the lock/],
  ];
  for (const [journal, violation] of bad) assert.match(overlaps(journal, new Set()).join('\n'), violation);
});

test('40 processes contend for the lock while half of them are killed, and no two ever hold it', async () => {
  const seed = Date.now() % 2 ** 32;
  console.log(`seed ${seed}`);
  const namespaces = whyNoNamespaces() === null ? 4 : 0;
  const summary = await runLockContention({ processes: 40, namespaces, acquisitions: 200, seed });
  console.log(`${summary.acquisitions} acquisitions, ${summary.killed} killed`);
  assert.equal(summary.violations, []);
  assert.ok(summary.killed >= 20);
});

test.run();
