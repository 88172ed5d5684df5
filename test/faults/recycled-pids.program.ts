/**
 * Runs inside a PID namespace of its own, where PIDs are few and come back within a second: apps that crash all the
 * time, strangers all around, restores and deaths of the daemon in between. Prints what it found as one line of JSON.
 *
 * usage: recycled-pids.program.ts SEED WRAPS SECONDS
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { readLedger } from '../../src/ledger/ledger-file.ts';
import { homePaths } from '../../src/runtime/home.ts';
import { hasEnded, livenessOf } from '../../src/runtime/proc/process-table.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { type FleetProcess, isAlive, Lab, until } from '../e2e/lab.ts';
import { doubles, lookAtFleet } from './fleet-look.ts';
import { randomFrom } from './random.ts';
import { STRANGER, startStranger } from './stranger.ts';

/** The first 300 are given out once only, so these many come back. */
const LOWEST = 300;
const PIDS = 400;

const [seed = 0, wantedWraps = 24, seconds = 60] = process.argv.slice(2).map(Number);
const random = randomFrom(seed);
const violations: string[] = [];
const found = { tries: 0, wraps: 0, restarts: 0, violations };

const lab = new Lab();
const stopCounting = narrowPids();
const strangers = await Promise.all([startStranger(lab.folder), startStranger(lab.folder)]);
const report = `${lab.folder}/short-lived-strangers`;
// Leaders of their own groups, as OPM's processes are: a signal to the group of a PID that came back would hit them.
const crowd = spawn(
  '/bin/sh',
  [
    '-c',
    'while :; do setsid /bin/sh "$0" "$1" 3 & (:); (:); (:); (:); (:); (:); (:); (:); sleep 0.05; done',
    STRANGER,
    report,
  ],
  { stdio: 'ignore', detached: true, env: { PATH: process.env.PATH } },
);
try {
  await attack();
} catch (error) {
  violations.push(String(error instanceof Error ? error.stack : error));
}
process.kill(-crowd.pid!, 'SIGKILL');
for (const stranger of strangers) {
  violations.push(...stranger.complaints());
  stranger.end();
}
if (fs.existsSync(report)) violations.push(...fs.readFileSync(report, 'utf8').trim().split('\n'));
await lab.end().catch((error) => violations.push(String(error)));
stopCounting();
console.log(JSON.stringify(found));
process.exit();

async function attack(): Promise<void> {
  const restart = { policy: 'always', backoff: [0, 0], maxRestarts: 1_000_000, window: '60s' };
  const loop = { minUptime: 0, restart, stop: { timeout: '1s' } };
  const apps = [
    { name: 'steady', command: 'sleep 1000', instances: 3, minUptime: 0 },
    { name: 'crash', command: 'sleep 0.01', instances: 6, ...loop },
    { name: 'short', command: ['sh', '-c', 'sleep 0.05 & sleep 0.03'], instances: 3, ...loop },
  ];
  const files = ['a', 'b'].map((version) => {
    const changing = { name: 'changing', command: `sleep 100${version.charCodeAt(0)}`, minUptime: 0 };
    return lab.config([...apps, changing], {}, `${version}.json`);
  });
  const restore = async (file: string) => {
    const { code, stderr, stdout } = await lab.opm(['restore', '--keep-going', '--config', file, '--json']);
    if (code !== 0 && code !== 2) violations.push(`a restore ended with ${code}: ${stderr}${stdout}`);
  };
  await restore(files[0]!);
  const steady = () => lab.leaders().filter(({ name }) => name === 'steady');
  const before = steady();
  const endAt = performance.now() + seconds * 1000;
  for (let round = 1; performance.now() < endAt && (found.wraps < wantedWraps || round < 4); round += 1) {
    found.tries += 1;
    await look(`round ${round}`);
    if (random() < 0.7) {
      await lab.killDaemon();
      // What it claimed last must be somebody else's by the time the next one looks.
      const wraps = found.wraps + 2;
      await until(() => found.wraps >= wraps, 'the PIDs have begun anew');
    }
    await restore(files[round % 2]!);
    await look(`round ${round}, restored`);
    await new Promise((resolve) => setTimeout(resolve, random() * 400));
  }
  if (pidsOf(before) !== pidsOf(steady()))
    violations.push('apps that never end did not keep their processes');
  found.restarts = (await lab.list()).reduce((sum, entry) => sum + entry.restarts, 0);
  await lab.ok(['remove', 'crash', 'short']);
  violations.push(...(await lookAtFleet(lab, { steady: 3, changing: 1 })));
}

async function look(where: string): Promise<void> {
  lookAtClaims(where);
  // Processes come and go while /proc is read: only what is there afterwards too counts.
  const lasting = lab.leaders().filter(stillThere);
  violations.push(...doubles(lasting.filter(stillThere)).map((violation) => `${where}: ${violation}`));
  const table = processTable();
  for (const { name, pid } of await lab.list()) {
    const before = pid === null ? null : table.stat(pid);
    if (pid === null || before === null || table.environmentValue(pid, 'OPM_TOKEN') !== null) continue;
    // It may have ended, or be amid its exec.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = table.stat(pid);
    if (now === null || hasEnded(now) || now.startTicks !== before.startTicks) continue;
    if (table.environmentValue(pid, 'OPM_TOKEN') === null)
      violations.push(
        `${where}: "${name}" is said to be process ${pid}, a stranger (${table.commandLine(pid)})`,
      );
  }
}

function lookAtClaims(where: string): void {
  const table = processTable();
  const { state } = readLedger(homePaths(lab.home).ledger)!;
  const alive = [...state.instances.values()].flatMap(({ claim }) =>
    claim !== null && livenessOf(table, claim.identity) === 'alive' ? [claim.identity] : [],
  );
  const pids = alive.map(({ pid }) => pid);
  if (new Set(pids).size !== pids.length) violations.push(`${where}: two live claims share a PID`);
}

function stillThere({ pid, startTicks }: FleetProcess): boolean {
  return isAlive(pid) && processTable().stat(pid)?.startTicks === startTicks;
}

function pidsOf(processes: FleetProcess[]): string {
  return processes.map(({ pid, startTicks }) => `${pid}.${startTicks}`).join();
}

/**
 * Makes PIDs few in this namespace alone, and counts how often they begin anew. Before Linux 6.14 `pid_max` is that of
 * the whole machine, so there the last PID that was given out is set back instead.
 */
function narrowPids(): () => void {
  const [major = 0, minor = 0] = os.release().split('.').map(Number);
  const ownLimit = major > 6 || (major === 6 && minor >= 14);
  if (ownLimit) fs.writeFileSync('/proc/sys/kernel/pid_max', String(LOWEST + PIDS));
  let last = 0;
  const timer = setInterval(() => {
    const now = Number(fs.readFileSync('/proc/sys/kernel/ns_last_pid', 'latin1'));
    if (now < last) found.wraps += 1;
    last = now;
    if (!ownLimit && now > LOWEST + PIDS) fs.writeFileSync('/proc/sys/kernel/ns_last_pid', String(LOWEST));
  }, 5);
  return () => clearInterval(timer);
}
