import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessStat } from '../../../src/runtime/proc/process-table.ts';
import { startReaping } from '../../../src/supervise/adoption/orphan-reaper.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';

const zombie = (pid: number, startTicks = pid) => ({ pid, startTicks }) as ProcessStat;

async function reaping(
  work: (parts: {
    zombies: ProcessStat[];
    reaped: number[];
    claims: Set<number>;
    pass: (ms: number) => Promise<void>;
    pending: () => number;
  }) => Promise<void>,
): Promise<void> {
  const fleet = new FleetInMemory();
  const { deadlines } = fleet.machine;
  const zombies: ProcessStat[] = [];
  const reaped: number[] = [];
  const claims = new Set<number>();
  const reap = (pid: number): boolean => {
    reaped.push(pid);
    zombies.splice(
      zombies.findIndex((found) => found.pid === pid),
      1,
    );
    return true;
  };
  const orphans = { look: () => new Map(), descendantsOf: () => [], zombies: () => [...zombies], reap };
  const stop = startReaping({ orphans, deadlines, isClaimed: (pid) => claims.has(pid) });
  try {
    await work({ zombies, reaped, claims, pass: (ms) => fleet.pass(ms), pending: () => deadlines.size });
  } finally {
    stop();
    await fleet.close();
  }
}

test('a process that stays a zombie for a second is reaped, and then nothing is pending', () =>
  reaping(async ({ zombies, reaped, pass, pending }) => {
    zombies.push(zombie(20));
    await pass(1500);
    assert.equal(reaped, []);
    await pass(1000);
    assert.equal(reaped, [20]);
    await pass(2000);
    assert.is(pending(), 0);
  }));

test('claimed processes and those that the runtime reaps in time are left to others', () =>
  reaping(async ({ zombies, reaped, claims, pass }) => {
    claims.add(20);
    zombies.push(zombie(20), zombie(21));
    await pass(1500);
    // Another process with that PID has ended meanwhile.
    zombies[1] = zombie(21, 99);
    await pass(1000);
    assert.equal(reaped, []);
    claims.clear();
    await pass(3000);
    assert.equal(reaped.sort(), [20, 21]);
  }));

test('the exit of a child triggers another check', () =>
  reaping(async ({ zombies, reaped, pass }) => {
    await pass(3000);
    zombies.push(zombie(20));
    process.emit('SIGCHLD', 'SIGCHLD');
    await pass(2500);
    assert.equal(reaped, [20]);
  }));

test.run();
