/**
 * Runs in a PID namespace of its own, where it can choose the next PID: lets a process that was looked at end and gives
 * its PID to another one, then signals the first. Prints what came of it, as JSON.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { openNative } from '../../../src/runtime/native/native.ts';
import { identityOf, type ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { openProcessHolds } from '../../../src/supervise/adoption/process-holds.ts';
import { signalSender } from '../../../src/supervise/stop/signals.ts';

const table = processTable();
const native = openNative({ folders: [tmpdir()], env: process.env });

function sleeper(): ChildProcess {
  return spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
}

function successorOf(pid: number): ChildProcess {
  for (let tries = 0; tries < 100; tries += 1) {
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1));
    const next = sleeper();
    if (next.pid === pid) return next;
    next.kill('SIGKILL');
  }
  throw new Error(`${pid} does not come back`);
}

function endsWithin(child: ChildProcess, ms: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

async function tried(group: boolean): Promise<{ outcome: string; successorLives: boolean }> {
  const first = sleeper();
  const identity = identityOf(table, first.pid!)!;
  const seen = table.stat(first.pid!);
  // Whoever looked at it a moment ago believes that it lives.
  const past = {
    bootId: () => table.bootId(),
    pidNamespace: () => table.pidNamespace(),
    stat: () => seen,
  } as unknown as ProcessTable;
  const holds = openProcessHolds({ native, table: past });
  holds?.hold(identity);
  const ended = once(first, 'exit');
  first.kill('SIGKILL');
  await ended;
  const successor = successorOf(identity.pid);
  const send = signalSender({ table: past, native, holds });
  const outcome = send({ identity, signal: 'SIGTERM', group });
  // Not by the signal that is reported: Deno names the last one that was sent.
  const successorLives = !(await endsWithin(successor, outcome === 'sent' ? 10_000 : 200));
  if (successorLives) {
    const end = once(successor, 'exit');
    process.kill(identity.pid, 'SIGKILL');
    await end;
  }
  holds?.release(identity);
  return { outcome, successorLives };
}

console.log(JSON.stringify({ process: await tried(false), group: await tried(true) }));
