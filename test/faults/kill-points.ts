import { readLockOwner } from '../../src/ledger/lock/lock.ts';
import { FAULT_POINTS, type FaultPointName } from '../../src/runtime/fault-point.ts';
import { type FleetProcess, isAlive, Lab, until } from '../e2e/lab.ts';

/** What one try came to. */
export interface Attempt {
  /** The fault point, or the moment, and how often it was passed before. */
  where: string;
  /** Whether the daemon was really killed there. */
  struck: boolean;
  violations: string[];
}

const sleeper = (name: string, instances = 1, seconds = 1000) => ({
  name,
  instances,
  command: `sleep ${seconds}`,
  minUptime: 0,
});

/** `kept` is the same in all of them; `changed` gets another command, `shrunk` loses an instance, `new` comes in. */
const BEFORE = [sleeper('kept', 3), sleeper('changed', 1, 1001), sleeper('shrunk', 2)];
const AFTER = [
  sleeper('kept', 3),
  sleeper('changed', 1, 2002),
  sleeper('shrunk', 1),
  { ...sleeper('new', 2), dependsOn: ['changed'] },
];
const BAD = [
  ...AFTER.slice(0, 3),
  { name: 'bad', command: 'sh -c "exit 4"', minUptime: 200, dependsOn: ['shrunk'] },
];
const WANTED = 7;

/** Points that only the way of the lock to a new owner passes; its own attacks strike there. */
const ELSEWHERE =
  /^lock\.(guard-|kept-aside|swept|release-)|^snapshot\.(kept-aside|pruned)|^recovery\.|^compact\.|^rotation\./;

/** The points that the paths of this attack pass: restore, rollback, save, crash, restart, shutdown. */
export const STRUCK_POINTS = FAULT_POINTS.filter((name) => !ELSEWHERE.test(name));

/**
 * Kills the daemon at the `nth` passage of a fault point while it restores, rolls back, saves, restarts and shuts
 * down; starts it again, restores, and looks whether everything is as promised.
 */
export async function killAtPoint(point: FaultPointName, nth: number): Promise<Attempt> {
  const lab = new Lab();
  const where = `${point}:${nth}`;
  try {
    const before = lab.config(BEFORE, {}, 'before.json');
    const after = lab.config(AFTER, {}, 'after.json');
    const bad = lab.config(BAD, {}, 'bad.json');
    await lab.ok(['restore', '--config', before]);
    const kept = lab.leaders().filter(({ name }) => name === 'kept');
    await lab.killDaemon();
    const env = { OPM_TEST_FAULT: `${where}:kill` };
    const steps = [
      ['restore', '--config', after],
      ['save'],
      ['restart', 'new'],
      ['restore', '--config', bad],
      ['daemon', 'stop', '--keep-apps'],
      ['daemon', 'stop'],
    ];
    let struck = false;
    for (const [index, step] of steps.entries()) {
      // The last step stops the apps, which nobody can expect to keep their processes.
      if (index === steps.length - 1) kept.length = 0;
      const { code } = await lab.opm(step, { env });
      struck = code === 69 || diedAfterItsAnswer(lab);
      if (struck) break;
      if (step[0] === 'save') struck = await crashOne(lab, 'new', env);
      if (struck) break;
    }
    return { where, struck, violations: await recoverAndLook(lab, after, kept) };
  } finally {
    await lab.end();
  }
}

/** Kills the daemon `delayMs` after a restore began, `times` in a row, and looks. */
export async function killAtMoment(delayMs: number, times: number): Promise<Attempt> {
  const lab = new Lab();
  const where = `${delayMs.toFixed(1)} ms after the restore began, ${times} in a row`;
  let struck = false;
  try {
    const before = lab.config(BEFORE, {}, 'before.json');
    const after = lab.config(AFTER, {}, 'after.json');
    await lab.ok(['restore', '--config', before]);
    const kept = lab.leaders().filter(({ name }) => name === 'kept');
    for (let time = 0; time < times; time += 1) {
      const pid = await lab.daemonPid();
      const restore = lab.start(['restore', '--config', after]);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const victim = pid ?? (await lab.daemonPid());
      if (victim !== null && isAlive(victim)) {
        process.kill(victim, 'SIGKILL');
        struck = true;
        await until(() => !isAlive(victim), 'the daemon has ended');
      }
      await restore.ended;
    }
    return { where, struck, violations: await recoverAndLook(lab, after, kept) };
  } finally {
    await lab.end();
  }
}

/** Kills the daemon at a point of its own recovery, twice in a row, and looks. */
export async function killInRecovery(point: FaultPointName): Promise<Attempt> {
  const lab = new Lab();
  try {
    const before = lab.config(BEFORE, {}, 'before.json');
    const after = lab.config(AFTER, {}, 'after.json');
    await lab.ok(['restore', '--config', before]);
    const kept = lab.leaders().filter(({ name }) => name === 'kept');
    await lab.killDaemon();
    await lab.opm(['restore', '--config', after], { env: { OPM_TEST_FAULT: 'start.spawned:2:kill' } });
    let struck = true;
    for (let time = 0; time < 2; time += 1) {
      const { code } = await lab.opm(['list'], { env: { OPM_TEST_FAULT: `${point}:kill` } });
      struck = struck && code === 69;
    }
    return { where: `${point}, twice in a row`, struck, violations: await recoverAndLook(lab, after, kept) };
  } finally {
    await lab.end();
  }
}

/** A lock whose owner has ended: it was killed when it had nothing to say any more. */
function diedAfterItsAnswer(lab: Lab): boolean {
  const owner = readLockOwner(lab.home);
  return owner !== null && !isAlive(owner.identity.pid);
}

/** Ends an app behind OPM's back. True when that killed the daemon. */
async function crashOne(lab: Lab, name: string, env: Record<string, string>): Promise<boolean> {
  const victim = lab.leaders().find((one) => one.name === name);
  const pid = await lab.daemonPid();
  if (victim === undefined || pid === null) return pid === null;
  process.kill(victim.pid, 'SIGKILL');
  await until(async () => {
    const replaced = lab
      .leaders()
      .some((one) => one.name === name && one.token !== victim.token && one.instance === victim.instance);
    return replaced || !isAlive(pid);
  }, `"${name}" was started again`);
  return !isAlive(pid) || (await lab.opm(['list'], { env })).code === 69;
}

/** Starts the daemon again, restores, and holds what runs against what was promised. */
async function recoverAndLook(lab: Lab, config: string, kept: FleetProcess[]): Promise<string[]> {
  const violations: string[] = [];
  const survivors = lab.leaders();
  const ran = await lab.opm(['restore', '--config', config]);
  if (ran.code !== 0) violations.push(`the restore after it ended with ${ran.code}: ${ran.stderr.trim()}`);
  const leaders = lab.leaders();
  const all = lab.processes();
  if (leaders.length !== WANTED)
    violations.push(`${leaders.length} processes run, not ${WANTED}: ${listOf(leaders)}`);
  if (all.length !== leaders.length)
    violations.push(`${all.length - leaders.length} processes without a session run`);
  for (const { pid, name } of kept) {
    const lived = survivors.some((one) => one.pid === pid);
    if (!lived) violations.push(`${name} ${pid} did not survive the death of the daemon`);
    else if (!leaders.some((one) => one.pid === pid)) violations.push(`${name} ${pid} lost its process`);
  }
  const tokens = leaders.map(({ token }) => token);
  if (new Set(tokens).size !== tokens.length) violations.push('two processes bear the same token');
  const verdict = JSON.parse((await lab.opm(['ledger', 'verify', '--json'])).stdout) as {
    checked: number;
    problems: string[];
  };
  if (verdict.checked !== WANTED)
    violations.push(`the ledger has ${verdict.checked} live claims, not ${WANTED}`);
  violations.push(...verdict.problems.map((problem) => `ledger verify: ${problem}`));
  return violations;
}

function listOf(processes: FleetProcess[]): string {
  return processes.map(({ name, instance, pid }) => `${name}:${instance}=${pid}`).join(' ');
}
