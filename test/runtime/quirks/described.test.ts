import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../../runner/subject.ts';

/** How Deno is made, which nobody will mend. */
const FOR_EVER = ['deno-global.ts'];

const FOLDER = join(ROOT, 'src/runtime/quirks');

test('every quirk says which version has it, what is known upstream, and how to find out that it is over', () => {
  const quirks = readdirSync(FOLDER).filter((name) => !FOR_EVER.includes(name));
  assert.ok(quirks.length >= 10);
  for (const name of quirks) {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const comments = (text.match(/\/\*\*[\s\S]*?\*\//g) ?? []).join(' ').replaceAll(/\s*\n \*\s*/g, ' ');
    assert.match(comments, /\b(?:Seen in|Measured with) (?:Bun|Deno|Node) [\d.]*\d/, `${name}: the version`);
    assert.match(comments, /\bupstream\b|https:\/\//, `${name}: upstream`);
    assert.match(comments, /\bOver when\b/, `${name}: how to find out that it is over`);
  }
});

test.run();
