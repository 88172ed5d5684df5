/**
 * Attack: many processes contend for one lock while half of them are killed, by SIGKILL at random moments or at a
 * random fault point. The holders' own journal must show that they never overlapped.
 *
 * Alone: `node --import ./scripts/typescript.mjs test/faults/lock-contention.ts [--acquisitions 5000] [--seed N]`
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryAcquireLock } from '../../src/ledger/lock/lock.ts';
import { FAULT_POINTS } from '../../src/runtime/fault-point.ts';
import { type RunningProgram, startProgram, whyNoNamespaces } from '../runtime/run-program.ts';
import { leftOvers } from './lock-scenes.ts';
import { randomFrom } from './random.ts';

const program = new URL('./lock-contender.ts', import.meta.url);
const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
/** Longest time in which nobody gets the lock, and in which each of the last ones gets it. */
const STUCK_MS = 30_000;

export interface ContentionSummary {
  seed: number;
  acquisitions: number;
  killed: number;
  /** One sentence each; empty when the lock kept its promise. */
  violations: string[];
}

/**
 * @param options.processes how many at a time; every second one is mortal, and replaced when it is dead
 * @param options.namespaces how many of the others live in a PID namespace of their own, as in containers
 */
export async function runLockContention(options: {
  processes: number;
  namespaces: number;
  acquisitions: number;
  seed: number;
}): Promise<ContentionSummary> {
  const random = randomFrom(options.seed);
  const home = mkdtempSync(join(tmpdir(), 'opm-contention-'));
  const journal = join(home, 'holders');
  const violations: string[] = [];
  const mortals = new Set<RunningProgram>();
  const killedIds = new Set<string>();
  const points = FAULT_POINTS.filter((name) => name.startsWith('lock.'));
  let started = 0;
  let acquisitions = 0;
  let over = false;
  let enough = () => {};
  const reached = new Promise<void>((resolve) => {
    enough = resolve;
  });
  let watchdog = setTimeout(() => {}, 0);
  const progress = () => {
    clearTimeout(watchdog);
    if (over) return;
    watchdog = setTimeout(() => {
      violations.push(`nobody got the lock for ${STUCK_MS} ms`);
      enough();
    }, STUCK_MS);
  };

  function start(
    wrapper: string[],
    fault: string,
    runtime: 'own' | 'bun',
  ): { id: string; running: RunningProgram } {
    started += 1;
    const id = String(started);
    const args = [home, journal, id, String(Math.floor(random() * 2 ** 32))];
    return { id, running: startProgram(program, { args, wrapper, runtime, env: { OPM_TEST_FAULT: fault } }) };
  }

  /** @returns whether it came to its own end */
  async function follow(running: RunningProgram): Promise<boolean> {
    try {
      for (;;) {
        if ((await running.nextLine()) === 'done') return true;
        acquisitions += 1;
        progress();
        if (acquisitions >= options.acquisitions) enough();
      }
    } catch {
      return false;
    }
  }

  async function liveAndDie(): Promise<void> {
    while (!over) {
      const nth = 1 + Math.floor(random() * 4);
      const byFault = random() < 0.6;
      const fault = byFault ? `${points[Math.floor(random() * points.length)]}:${nth}:kill` : '';
      const { id, running } = start([], fault, 'bun');
      mortals.add(running);
      const timer = setTimeout(() => running.child.kill('SIGKILL'), 100 + random() * (byFault ? 3000 : 600));
      await follow(running);
      clearTimeout(timer);
      mortals.delete(running);
      const { signal, code, errors } = await running.ended;
      if (signal === 'SIGKILL') killedIds.add(id);
      else violations.push(`mortal ${id} ended by itself: ${code ?? signal} ${errors}`);
    }
  }

  progress();
  const immortals = Array.from({ length: Math.ceil(options.processes / 2) }, (_, i) => {
    const { id, running } = start(i < options.namespaces ? CONTAINER : [], '', i % 4 === 3 ? 'own' : 'bun');
    return { id, running, ended: follow(running) };
  });
  const lives = Array.from({ length: Math.floor(options.processes / 2) }, liveAndDie);
  await reached;
  over = true;
  for (const { child } of mortals) child.kill('SIGKILL');
  await Promise.all(lives);
  clearTimeout(watchdog);

  const late = setTimeout(() => {
    for (const { running } of immortals) running.child.kill('SIGKILL');
  }, STUCK_MS);
  for (const { running } of immortals) running.child.stdin?.end();
  for (const { id, running, ended } of immortals) {
    if (await ended) continue;
    violations.push(`contender ${id} never got the lock again: ${(await running.ended).errors}`);
  }
  clearTimeout(late);
  violations.push(...overlaps(readFileSync(journal, 'utf8'), killedIds));

  const atLast = await tryAcquireLock({ home, socket: join(home, 'opm-at-last.sock') });
  if (!atLast.acquired) violations.push(`nobody lives, and yet: ${atLast.why}`);
  for (const name of leftOvers(home)) violations.push(`left over: ${name}`);
  rmSync(home, { recursive: true });
  return { seed: options.seed, acquisitions, killed: killedIds.size, violations };
}

/** Reads the holders' journal: who has not left when another enters must be dead, and never be heard of again. */
export function overlaps(journal: string, killed: Set<string>): string[] {
  const violations: string[] = [];
  let holder: { nonce: string; id: string } | null = null;
  for (const [index, line] of journal.trimEnd().split('\n').entries()) {
    const [event, nonce = '', id = ''] = line.split(' ');
    const where = `line ${index + 1} of the journal: `;
    if (event === 'enter') {
      if (holder !== null && !killed.has(holder.id)) {
        violations.push(`${where}${id} entered while ${holder.id} was inside and alive`);
      }
      holder = { nonce, id };
      continue;
    }
    if (holder?.nonce !== nonce)
      violations.push(`${where}${id} wrote while ${holder?.id ?? 'nobody'} was inside`);
    if (event === 'lost') violations.push(`${where}${id} lost the lock while inside`);
    if (event === 'leave') holder = null;
  }
  return violations;
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1])) {
  const option = (name: string, otherwise: number) => {
    const at = process.argv.indexOf(`--${name}`);
    return at === -1 ? otherwise : Number(process.argv[at + 1]);
  };
  const summary = await runLockContention({
    processes: option('processes', 40),
    namespaces: whyNoNamespaces() === null ? option('namespaces', 6) : 0,
    acquisitions: option('acquisitions', 5000),
    seed: option('seed', Date.now() % 2 ** 32),
  });
  console.log(summary);
  process.exitCode = summary.violations.length > 0 ? 1 : 0;
}
