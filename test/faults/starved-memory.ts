import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { showLedger } from '../../src/supervise/ledger-view.ts';
import { isAlive, Lab, until } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

const MIB = 1024 * 1024;

/** How far below what the daemon has mapped its limit is set: the runtimes' own reserves are of unlike size. */
const BELOW_MIB = [8, 200, 1500];
/** A runtime may find room in what it has reserved: then it is tried again, up to this often. */
const MOST_TRIES = 10;

const APPS = 75;
/** Of a size that a process may still get, and the daemon must hold several times over while it reads the request. */
const ENV = Object.fromEntries(Array.from({ length: 8 }, (_, nth) => [`LARGE_${nth}`, 'x'.repeat(100_000)]));

const sleeper = (name: string, rest: object) => ({ name, command: 'sleep 1000', minUptime: 0, ...rest });
const KEPT = sleeper('app', { instances: 3 });
const MORE = Array.from({ length: APPS }, (_, nth) => sleeper(`more${nth}`, { env: ENV }));

/**
 * Takes memory away from the running daemon (RLIMIT_AS), then asks for a restore that needs a lot. Either the daemon
 * does it, or it refuses and says what it lacks; or its runtime ends it, and then the next daemon adopts the apps. In
 * no case does an app end or run twice, and the restore is done whole or not at all.
 */
export async function noMemory(tally: Tally): Promise<void> {
  let struck = 0;
  for (let turn = 0; turn < BELOW_MIB.length || (struck === 0 && turn < MOST_TRIES); turn += 1) {
    const below = BELOW_MIB[turn % BELOW_MIB.length]!;
    await tally.attempt(`a daemon with ${below} MiB too little`, async () => {
      const { hit, violations } = await starve(below);
      if (hit) struck += 1;
      return violations;
    });
  }
  if (struck === 0) tally.violations.push('no limit of memory had any effect, so nothing was shown');
}

async function starve(below: number): Promise<{ hit: boolean; violations: string[] }> {
  const lab = new Lab();
  try {
    const findings = new Findings();
    await lab.restore(lab.config([KEPT]));
    const before = appPids(lab);
    const [daemon = 0] = daemonsOf(lab.home);
    limitMemory(daemon, mappedBytes(daemon) - below * MIB);
    const { code, stdout, stderr } = await lab.opm([
      'restore',
      '--config',
      lab.config([KEPT, ...MORE], {}, 'more.json'),
    ]);
    const said = stderr + stdout;
    if (code !== 0) {
      findings.expect(code === 1 || code === 69, `the restore ended with ${code}: ${said}`);
      findings.expect(/memory/i.test(said), `it does not say what is missing: ${said}`);
    }
    const outlived = isAlive(daemon);
    if (outlived) limitMemory(daemon, null);
    // What a dead daemon has left open is brought to an end by the next one.
    await lab.ok(['list']);
    await until(() => showLedger(lab.home).openRestore === null, 'no restore is open');
    findings.expect(appPids(lab) === before, 'the apps did not keep their processes');
    const done = lab.leaders().length > 3;
    findings.expect(done || code !== 0, 'the restore succeeded, but nothing was started');
    findings.add(await lookAtFleet(lab, fleet(done)));
    findings.expect(daemonsOf(lab.home).length === 1, 'not one daemon runs');
    await lab.ok(['restore', '--config', lab.config([KEPT, ...MORE.slice(0, 2)]), '--prune']);
    findings.add(await lookAtFleet(lab, { app: 3, more0: 1, more1: 1 }));
    findings.expect(appPids(lab) === before, 'the apps did not keep their processes in the end');
    return { hit: code !== 0 || !outlived, violations: findings.list };
  } finally {
    await lab.end();
  }
}

function fleet(done: boolean): Record<string, number> {
  return { app: 3, ...(done && Object.fromEntries(MORE.map(({ name }) => [name, 1]))) };
}

function appPids(lab: Lab): string {
  return lab
    .leaders()
    .filter(({ name }) => name === KEPT.name)
    .map(({ pid }) => pid)
    .join();
}

function mappedBytes(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmSize:\s+(\d+) kB/.exec(status)![1]) * 1024;
}

/** Sets or lifts the soft limit, which needs no privilege. */
function limitMemory(pid: number, bytes: number | null): void {
  execFileSync('prlimit', ['--pid', String(pid), `--as=${bytes ?? 'unlimited'}:`]);
}
