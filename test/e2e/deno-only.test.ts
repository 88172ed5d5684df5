import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, denoBinary } from '../runner/subject.ts';
import { copyCheckout, moveFleetPorts } from './checkout.ts';

interface Context {
  folder: string;
  checkout: string;
  /** Runs a program in the checkout of a machine that has Deno and no Node. */
  run(file: string, args: string[], env?: Record<string, string>): Ran;
}

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

const alone = suite<Context>('a checkout on a machine that has only Deno');
const isSubject = currentSubject() === 'deno';
const test = isSubject ? alone : alone.skip;

/** What every machine has, of which tasks and the example fleet use these. */
const TOOLS = ['sh', 'test', 'git', 'sleep', 'cat', 'env'];

alone.before((context) => {
  if (!isSubject) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-deno-'));
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  fs.symlinkSync(denoBinary(), path.join(bin, 'deno'));
  for (const tool of TOOLS) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' });
    // A word that the shell itself knows has no path.
    const file = stdout.trim().startsWith('/') ? stdout.trim() : `/usr/bin/${tool}`;
    fs.symlinkSync(file, path.join(bin, tool));
  }
  context.folder = folder;
  context.checkout = path.join(folder, 'opm');
  fs.mkdirSync(context.checkout);
  copyCheckout(context.checkout);
  moveFleetPorts(path.join(context.checkout, 'examples/fleet/opm.config.jsonc'));
  const env = { ...process.env, PATH: bin };
  context.run = (file, args, more = {}) => {
    const options = { encoding: 'utf8', cwd: context.checkout, env: { ...env, ...more } } as const;
    const { status: code, stdout, stderr } = spawnSync(path.join(bin, file), args, options);
    return { code, stdout, stderr };
  };
});
alone.after(({ folder }) => {
  if (isSubject) fs.rmSync(folder, { recursive: true });
});

test('there is no Node', ({ run }) => {
  for (const name of ['node', 'npm', 'npx', 'bun']) {
    assert.is.not(run('sh', ['-c', `command -v ${name}`]).code, 0, name);
  }
  assert.is(run('sh', ['-c', 'command -v deno']).code, 0);
});

test('deno task check accepts the types, and detects a mistake', ({ run, checkout }) => {
  const first = run('deno', ['task', 'check']);
  assert.is(first.code, 0, first.stderr);
  fs.writeFileSync(path.join(checkout, 'src/mistake.ts'), "export const text: string = 1 + '1'.length;\n");
  const second = run('deno', ['task', 'check']);
  fs.rmSync(path.join(checkout, 'src/mistake.ts'));
  assert.is(second.code, 1);
  assert.match(second.stderr, 'src/mistake.ts');
});

test('deno task start starts the example fleet, and deno task stop stops it', ({ run }) => {
  const started = run('deno', ['task', 'start', '--json']);
  try {
    assert.is(started.code, 0, started.stderr);
    assert.is(JSON.parse(started.stdout).started.length, 16);
  } finally {
    const stopped = run('deno', ['task', 'stop']);
    assert.is(stopped.code, 0, stopped.stderr);
    assert.match(stopped.stdout, 'Stopped the daemon and 16 instances.');
  }
});

test('deno task test runs the given tests, with a program from source', ({ run }) => {
  const filters = ['test/runner/verdict', 'test/e2e/program', '--subject', 'deno'];
  const { code, stdout, stderr } = run('deno', ['task', 'test', ...filters]);
  assert.is(code, 0, stdout + stderr);
  assert.match(stdout, /\n\d+ passed, 0 failed\n$/);
  assert.match(stdout, 'test/e2e/program.test.ts (deno)');
});

test('deno task compile builds, and compiles with the given base runtime', ({ run, checkout }) => {
  const { code, stderr } = run('deno', ['task', 'compile'], { DENORT_BIN: '/bin/true' });
  assert.is(code, 0, stderr);
  assert.ok(fs.statSync(path.join(checkout, 'dist/opm')).size > 1_000_000);
});

alone.run();
