import fs from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';
import { readPage } from './pages.ts';

const { text } = readPage('CONTRIBUTING.md');

test('each of the ten questions has one existing path', () => {
  const section = text.split('\n## ').find((part) => part.startsWith('Where is')) ?? '';
  const answers = [...section.matchAll(/^\| .+\? \| \[(.+)\]\((.+)\) \|$/gm)].map(([, shown, to]) => [
    shown,
    to,
  ]);
  assert.is(answers.length, 10);
  for (const [shown = '', to = ''] of answers) {
    assert.is(shown, to);
    assert.ok(fs.statSync(path.join(ROOT, to)).isFile(), to);
  }
});

test('every npm script that CONTRIBUTING.md names exists', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  assert.ok(named.length > 5);
  assert.equal(
    named.filter((name) => !(name in scripts)),
    [],
  );
});

test.run();
