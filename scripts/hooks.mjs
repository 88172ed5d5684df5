/** `npm run hooks`: has git run the checks in .githooks/ before each commit. `npm run hooks -- --off` ends that. */
import { execFileSync } from 'node:child_process';
import { ROOT } from './project.mjs';

const off = process.argv.includes('--off');
execFileSync('git', ['config', ...(off ? ['--unset', 'core.hooksPath'] : ['core.hooksPath', '.githooks'])], {
  cwd: ROOT,
  stdio: 'inherit',
});
console.log(off ? 'Git runs no hooks of this project.' : 'Git runs .githooks/ before each commit.');
