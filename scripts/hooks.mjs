/** `npm run hooks`: makes git run the checks in .githooks/ before each commit. `npm run hooks -- --off` undoes it. */
import { execFileSync } from 'node:child_process';
import { ROOT } from './project.mjs';

const off = process.argv.includes('--off');
execFileSync('git', ['config', ...(off ? ['--unset', 'core.hooksPath'] : ['core.hooksPath', '.githooks'])], {
  cwd: ROOT,
  stdio: 'inherit',
});
console.log(off ? "Git no longer runs this project's hooks." : 'Git now runs .githooks/ before each commit.');
