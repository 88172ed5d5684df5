import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';
import { Lab } from './lab.ts';

const all = suite<{ lab: Lab }>('nothing that an app leaves behind escapes');
all.before.each((context) => {
  context.lab = new Lab();
});
all.after.each(({ lab }) => lab.end());

const hasCompiler = spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0;
if (!hasCompiler && process.env.CI) throw new Error('gcc is missing: apt-get install gcc');

const TRIES = 8;

(hasCompiler ? all : all.skip)('a double fork is ended with the start that it fails', async ({ lab }) => {
  const program = path.join(lab.folder, 'double-fork');
  const source = path.join(ROOT, 'test/fixtures/processes/double-fork.c');
  assert.is(spawnSync('gcc', ['-o', program, source], { stdio: 'inherit' }).status, 0);
  for (let index = 0; index < TRIES; index += 1) {
    const delay = String(300 + index * 300);
    const { code, stderr } = await lab.opm(['start', program, '--name', `fork-${index}`, '--', delay]);
    assert.is(code, 1, stderr);
    assert.equal(lab.processes(), [], `after ${delay} microseconds`);
  }
});

all('children amid their exec are ended with their app', async ({ lab }) => {
  const command = ['bash', '-c', '(exec -a mark sleep 1000) &'];
  const app = { name: 'brief', command, instances: 10, minUptime: 0, restart: { policy: 'never' } };
  const config = lab.config([app]);
  for (let index = 0; index < TRIES; index += 1) {
    await lab.opm(['restore', '--config', config]);
    await lab.opm(['remove', 'brief']);
    assert.equal(lab.processes(), []);
  }
});

all.run();
