import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plain } from 'uvu';
import * as assert from 'uvu/assert';
import { DENO_RUN, denoBinary, ROOT } from '../runner/subject.ts';

/** What OPM must know of a process before it may signal it, or adopt it. */
const SCRIPT = `
import { readFileSync } from 'node:fs';
import { Worker, isMainThread } from 'node:worker_threads';
for (const name of ['stat', 'environ']) readFileSync('/proc/' + process.ppid + '/' + name);
if (isMainThread) new Worker(new URL(import.meta.url));
else console.log('a thread may, too');
`;

const test = existsSync('/proc/self/stat') ? plain : plain.skip;

/** The permissions in force for everything of this project that runs on Deno. */
const { permissions } = JSON.parse(readFileSync(join(ROOT, 'deno.json'), 'utf8'));
const kinds = Object.keys(permissions.default);

function deno(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_PROMPT: '1' };
  return spawnSync(denoBinary(), args, { encoding: 'utf8', env, cwd: tmpdir() });
}

test('without any one of the permissions, Deno does not let OPM inspect processes, so it needs them all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-deno-permissions-'));
  try {
    const script = join(folder, 'look.mjs');
    writeFileSync(script, SCRIPT);
    const run = (allowed: string[]) => deno('run', ...allowed.map((kind) => `--allow-${kind}`), script);
    assert.is(run(kinds).stdout, 'a thread may, too\n', run(kinds).stderr);
    for (const kind of kinds) {
      const { status, stderr } = run(kinds.filter((other) => other !== kind));
      assert.is(status, 1, `without ${kind} it is allowed by now: take it out of deno.json`);
      assert.match(stderr, /Requires (all|read) access to "\/proc\/\d+\/stat"/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a part of a permission is not enough either', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-deno-permissions-'));
  try {
    const script = join(folder, 'look.mjs');
    writeFileSync(script, SCRIPT);
    for (const [kind, part] of [
      ['read', `/proc,${folder}`],
      ['write', folder],
      ['net', '127.0.0.1'],
      ['env', 'OPM_HOME'],
      ['run', 'sleep'],
      ['sys', 'uid'],
      ['ffi', 'libc.so.6'],
      ['import', 'jsr.io'],
    ]) {
      const flags = kinds.map((other) => `--allow-${other}${other === kind ? `=${part}` : ''}`);
      const { status, stderr } = deno('run', ...flags, script);
      assert.is(status, 1, `${kind} for ${part} alone is allowed by now: narrow it in deno.json`);
      assert.match(stderr, 'Requires all access to "/proc/');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the permissions in deno.json apply in any folder, without a warning', () => {
  const { status, stdout, stderr } = deno(...DENO_RUN, join(ROOT, 'src/cli.ts'), '--version');
  assert.equal([status, stderr], [0, '']);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test('a missing permission is reported in one line', () => {
  const { status, stderr } = deno('run', '--allow-read', join(ROOT, 'src/cli.ts'), 'list');
  assert.is(status, 1);
  assert.match(stderr, /^opm: Requires env access to "[^\n]*on Deno, OPM needs --allow-all\n$/);
});

plain.run();
