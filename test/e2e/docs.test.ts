import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import { followPage } from './follow-page.ts';

for (const file of ['README.md', 'docs/guide.md', 'docs/deploying.md']) {
  test(`following ${file} gives the output it shows`, () => followPage(file));
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('docs/logs.md is skipped without python3: apt-get install python3');
(hasPython ? test : test.skip)('following docs/logs.md gives the output it shows', () =>
  followPage('docs/logs.md'),
);

test.run();
