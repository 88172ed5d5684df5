import { linkSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatOwner, type LockOwner } from '../../src/ledger/lock/lock-owner.ts';
import type { FaultPointName } from '../../src/runtime/fault-point.ts';
import { machineId } from '../../src/runtime/machine-id.ts';
import { identityOf } from '../../src/runtime/proc/process-table.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { killPrograms, type RunningProgram, startProgram } from '../runtime/run-program.ts';

const program = new URL('../ledger/lock/lock.program.ts', import.meta.url);

/** What a home holds before the contenders come. */
export type Scene = 'free' | 'dead owner' | 'dead heir' | 'damaged' | 'left-overs';

/** The fault points of taking the lock, each with a scene in which a contender comes by. */
export const ACQUISITION: Partial<Record<FaultPointName, Scene>> = {
  'lock.written': 'free',
  'lock.linked': 'free',
  'lock.judged': 'dead owner',
  'lock.guarded': 'dead owner',
  'lock.guard-judged': 'dead heir',
  'lock.guard-replaced': 'dead heir',
  'lock.guard-inherited': 'dead heir',
  'lock.confirmed': 'dead owner',
  'lock.kept-aside': 'damaged',
  'lock.replaced': 'dead owner',
  'lock.acquired': 'dead owner',
  'lock.swept-one': 'left-overs',
};

export const RELEASE: FaultPointName[] = [
  'lock.release-written',
  'lock.release-guarded',
  'lock.release-unlinked',
];

function deadOwner(): LockOwner {
  const identity = identityOf(processTable(), process.pid)!;
  return {
    version: 1,
    identity: { ...identity, startTicks: 1 },
    machineId: machineId(),
    initOfNamespace: false,
    socket: '/nowhere/opm.sock',
    nonce: crypto.randomUUID().replaceAll('-', ''),
    startedAt: '2024-01-02T03:04:05.678Z',
    command: 'opm daemon run',
  };
}

/** A new home that looks so. */
export function setScene(scene: Scene): string {
  const home = mkdtempSync(join(tmpdir(), 'opm-scene-'));
  const lock = join(home, 'ledger.lock');
  const owners = Array.from({ length: 4 }, deadOwner);
  const write = (name: string, owner: LockOwner) => writeFileSync(join(home, name), formatOwner(owner));
  switch (scene) {
    case 'free':
      break;
    case 'damaged':
      writeFileSync(lock, 'torn');
      break;
    case 'dead heir':
      write(`ledger.lock.dead.${owners[0]!.nonce}`, owners[1]!);
      write(`ledger.lock.dead.${owners[1]!.nonce}`, owners[2]!);
      write('ledger.lock', owners[0]!);
      break;
    case 'left-overs':
      write(`ledger.lock.new.${owners[1]!.nonce}`, owners[1]!);
      linkSync(
        join(home, `ledger.lock.new.${owners[1]!.nonce}`),
        join(home, `ledger.lock.new.${owners[1]!.nonce}.copy`),
      );
      write(`ledger.lock.dead.${owners[2]!.nonce}`, owners[3]!);
      write('ledger.lock', owners[0]!);
      break;
    case 'dead owner':
      write('ledger.lock', owners[0]!);
  }
  return home;
}

export function removeScene(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** Files of the lock other than the lock and what was kept aside. */
export function leftOvers(home: string): string[] {
  return readdirSync(home).filter((name) => name.startsWith('ledger.lock.'));
}

const started = new Set<RunningProgram>();

/** A process that will do what it is told, and meets its fault on the way. */
export function startContender(home: string, fault: string, runtime: 'own' | 'bun' = 'own'): RunningProgram {
  const socket = join(home, 'opm-00000000.sock');
  const running = startProgram(program, { args: [home, socket], env: { OPM_TEST_FAULT: fault }, runtime });
  started.add(running);
  void running.ended.then(() => started.delete(running));
  return running;
}

/** Ends the contenders that a test has left, as one that fails does: a stopped process would stay for ever. */
export function killContenders(): Promise<void> {
  return killPrograms([...started]);
}

/** Waits until the process is stopped by its fault, or has answered. */
export async function stoppedOr<Answer>(
  running: RunningProgram,
  answer: Promise<Answer>,
): Promise<'stopped' | Answer> {
  let answered = false;
  answer.finally(() => (answered = true)).catch(() => {});
  while (!answered) {
    if (processTable().stat(running.pid)?.state === 'T') return 'stopped';
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return answer;
}

/** Lets a stopped process go on. Not `child.kill()`, which works only once on Deno. */
export function goOn(running: RunningProgram): void {
  process.kill(running.pid, 'SIGCONT');
}
