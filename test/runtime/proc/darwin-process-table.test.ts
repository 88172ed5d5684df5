import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DarwinProcessTable } from '../../../src/runtime/proc/darwin-process-table.ts';

const table = new DarwinProcessTable();

// The `ps` of Linux prints these columns almost like that of macOS, so the way from question to answer is run here too.
if (spawnSync('ps', ['-o', 'lstart=', '-p', String(process.pid)]).status !== 0) {
  test('processes are identified by ps', () => console.log('skipped: there is no ps'));
} else {
  test('a process is identified by its PID and the second it started in, until it exits', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const pid = child.pid!;
    const stat = table.stat(pid)!;
    assert.is(stat.pid, pid);
    assert.is(stat.ppid, process.pid);
    assert.is(stat.startTicks % 100, 0);
    assert.ok(Math.abs(stat.startTicks * 10 - Date.now()) < 60_000, `started at ${stat.startTicks * 10} ms`);
    assert.ok(table.pids().includes(pid));
    assert.is(table.userId(pid), process.getuid?.());
    assert.ok(table.commandLine(process.pid)?.includes(basename(process.argv[1]!)));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.is(table.stat(pid), null);
    assert.is(table.userId(pid), null);
    assert.is(table.commandLine(pid), null);
  });
}

test('an impossible PID is not looked up', () => {
  for (const pid of [0, -1, 1.5, Number.NaN]) {
    assert.is(table.stat(pid), null);
    assert.is(table.environmentValue(pid, 'PATH'), null);
    assert.is(table.userId(pid), null);
  }
});

test.run();
