import fs from 'node:fs';
import type { LedgerVerdict } from '../../src/supervise/ledger-view.ts';
import { type FleetProcess, isAlive, type Lab } from '../e2e/lab.ts';
import { beginningOf } from '../runner/beginning-of.ts';

/**
 * Holds what runs against what should: `expected` processes, for each name or in all (an app that was renamed keeps the
 * old name in its environment), one for each instance, each online in the list under its own PID and claimed once.
 * Returns what does not hold.
 */
export async function lookAtFleet(lab: Lab, expected: Record<string, number> | number): Promise<string[]> {
  const violations: string[] = [];
  const listed = await lab.list();
  const leaders = lab.leaders();
  if (typeof expected === 'number') {
    if (leaders.length !== expected) violations.push(`${leaders.length} processes run, not ${expected}`);
  } else violations.push(...otherCounts(leaders, expected));
  violations.push(...doubles(leaders));
  const pids = leaders.map(({ pid }) => pid).sort((a, b) => a - b);
  const listedPids = listed.flatMap(({ pid }) => pid ?? []).sort((a, b) => a - b);
  if (pids.join() !== listedPids.join())
    violations.push(`the list has the processes ${listedPids.join()}, but ${pids.join()} run`);
  for (const { name, instance, pid, status } of listed) {
    if ((pid !== null) !== (status === 'online'))
      violations.push(`${name}:${instance} is ${status} with process ${pid}`);
  }
  violations.push(...(await verifyProblems(lab)));
  return violations;
}

/** What `opm ledger verify` finds. */
export async function verifyProblems(lab: Lab): Promise<string[]> {
  const { stdout } = await lab.opm(['ledger', 'verify', '--json']);
  return (JSON.parse(stdout) as LedgerVerdict).problems.map((problem) => `ledger verify: ${problem}`);
}

/** Instances with two processes, and tokens that two processes bear. */
export function doubles(leaders: FleetProcess[]): string[] {
  const violations: string[] = [];
  const instances = new Set<string>();
  const tokens = new Set<string>();
  for (const { name, instance, token, pid } of leaders) {
    const key = `${name}:${instance}`;
    if (instances.has(key)) violations.push(`${key} has a second process, ${pid}`);
    if (tokens.has(token)) violations.push(`process ${pid} bears a token that another one bears`);
    instances.add(key);
    tokens.add(token);
  }
  return violations;
}

function otherCounts(leaders: FleetProcess[], expected: Record<string, number>): string[] {
  const counts: Record<string, number> = {};
  for (const { name } of leaders) counts[name] = (counts[name] ?? 0) + 1;
  return [...new Set([...Object.keys(expected), ...Object.keys(counts)])].flatMap((name) => {
    const wanted = expected[name] ?? 0;
    const found = counts[name] ?? 0;
    return wanted === found ? [] : [`"${name}" has ${found} processes, not ${wanted}`];
  });
}

/** The live daemons of a home, by command line and environment, whatever the home's files say. */
export function daemonsOf(home: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const run = words.indexOf('daemon');
        if (run < 0 || words[run + 1] !== 'run') return false;
        const environment = beginningOf(`/proc/${pid}/environ`).split('\0');
        return environment.includes(`OPM_HOME=${home}`) && isAlive(pid);
      } catch {
        return false;
      }
    });
}
