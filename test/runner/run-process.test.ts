import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ProcessPlan, runProcess } from './run-process.ts';

const shell = (script: string, changes: Partial<ProcessPlan> = {}): ProcessPlan => ({
  file: '/bin/sh',
  args: ['-c', script],
  cwd: tmpdir(),
  env: { PATH: process.env.PATH ?? '' },
  deadlineMs: 20_000,
  mustCleanUp: true,
  ...changes,
});

/** A killed process may stay a zombie until its new parent looks. */
function isRunning(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX]/.test(readFileSync(stat, 'utf8'));
}

test('output and exit code are those of the program, both streams in order', async () => {
  const ending = await runProcess(shell('echo one; echo two >&2; echo three; exit 3'));
  assert.is(ending.output, 'one\ntwo\nthree\n');
  assert.equal([ending.exitCode, ending.signal, ending.deadlineMs, ending.leftBehind], [3, null, null, []]);
});

test('a program that takes too long is killed with its whole group', async () => {
  const ending = await runProcess(shell('sleep 60 & echo $!; wait', { deadlineMs: 200 }));
  assert.is(ending.deadlineMs, 200);
  assert.is(ending.signal, 'SIGKILL');
  assert.equal(ending.leftBehind, []);
  assert.not.ok(isRunning(ending.output.trim()));
});

test('a process that left the group is found, ended and reported', async () => {
  const ending = await runProcess(shell('setsid sleep 60 >/dev/null 2>&1 & echo $!'));
  assert.is(ending.exitCode, 0);
  assert.is(ending.leftBehind.length, 1);
  assert.match(ending.leftBehind[0] as string, /left process \d+ behind: (setsid )?sleep 60/);
});

test('leftover temporary files are reported and removed', async () => {
  const ending = await runProcess(shell('mkdir "$TMPDIR/here"; echo "$TMPDIR"'));
  assert.equal(ending.leftBehind, ['left "here" behind in the temporary folder']);
  assert.not.ok(existsSync(ending.output.trim()));
});

test("a check's leftovers are removed silently", async () => {
  const ending = await runProcess(shell('touch "$TMPDIR/here"', { mustCleanUp: false }));
  assert.equal(ending.leftBehind, []);
});

test.run();
