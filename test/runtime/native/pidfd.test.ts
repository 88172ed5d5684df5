import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemErrorCode } from '../../../src/errors.ts';
import { linuxFrom, nativeHere, within } from './process-parts.ts';

const native = nativeHere();
const pidfds = native.pidfds!;
const close = native.descriptors?.close ?? (() => {});

const all = suite('pidfds');
const test = linuxFrom(5, 3) ? all : all.skip;

function started(...command: [string, ...string[]]): ChildProcess {
  return spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
}

function endOf(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  return within(
    new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))),
    'the end of the child',
  );
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return systemErrorCode(error);
  }
}

test('a signal reaches the process', async () => {
  const child = started('sleep', '1000');
  const ended = endOf(child);
  const pidfd = pidfds.open(child.pid!);
  pidfds.signal(pidfd, 0, 'process');
  pidfds.signal(pidfd, 'SIGTERM', 'process');
  assert.is(await ended, 'SIGTERM');
  close(pidfd);
});

test('a reaped process is gone, whoever has its PID now', async () => {
  const child = started('true');
  const pidfd = pidfds.open(child.pid!);
  await endOf(child);
  assert.is(
    codeOf(() => pidfds.signal(pidfd, 'SIGKILL', 'process')),
    'ESRCH',
  );
  assert.is(
    codeOf(() => pidfds.open(child.pid!)),
    'ESRCH',
  );
  close(pidfd);
});

(linuxFrom(6, 9) ? test : all.skip)('a signal to the group reaches what the leader started', async () => {
  const child = started('sh', '-c', 'sleep 1000 & echo $!; wait');
  const grandchild = await within(
    new Promise<number>((resolve) => child.stdout!.once('data', (text) => resolve(Number(String(text))))),
    'the PID of the grandchild',
  );
  const inner = pidfds.open(grandchild);
  const outer = pidfds.open(child.pid!);
  pidfds.signal(outer, 'SIGKILL', 'group');
  assert.is(await endOf(child), 'SIGKILL');
  const watch = native.watchExits(() => {})!;
  await within(
    new Promise<void>((resolve) => watch.add(inner, { ended: resolve, reaped() {} })),
    'the end of the grandchild',
  );
  await watch.close();
  close(inner);
  close(outer);
});

test('a descriptor is copied from another process', async () => {
  const file = join(tmpdir(), `opm-pidfd-${process.pid}`);
  writeFileSync(file, 'held');
  const held = openSync(file, 'r');
  const child = spawn('sleep', ['1000'], { stdio: ['ignore', 'ignore', 'ignore', held] });
  closeSync(held);
  const pidfd = pidfds.open(child.pid!);
  const copy = pidfds.copyDescriptor(pidfd, 3);
  const again = openSync(`/proc/self/fd/${copy}`, 'r');
  const bytes = Buffer.alloc(4);
  readSync(again, bytes);
  assert.is(bytes.toString(), 'held');
  closeSync(again);
  close(copy);
  const ended = endOf(child);
  pidfds.signal(pidfd, 'SIGKILL', 'process');
  await ended;
  close(pidfd);
  rmSync(file);
});

all.run();
