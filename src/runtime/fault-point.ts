/**
 * Fault points: named places where a test can make OPM die, fail or stop. They are compiled in, and cost one
 * comparison with a constant as long as `OPM_TEST_FAULT` is not set when the program starts.
 *
 * `OPM_TEST_FAULT=name[:nth][:mode]`, several separated by commas:
 * - `nth` (default 1): only the nth time this thread passes;
 * - `kill` (default): SIGKILL to this process, from whichever thread;
 * - `throw`: an `Error`;
 * - `uncaught`: an `Error` that nobody can catch, which ends a thread;
 * - `enospc`: the system error of a full disk;
 * - `pause`: SIGSTOP to this process, until someone sends SIGCONT or SIGKILL.
 */

/** All fault points. A test walks through them; the compiler rejects a name that is not here. */
export const FAULT_POINTS = [
  'lock.written',
  'lock.linked',
  'lock.judged',
  'lock.guarded',
  'lock.guard-judged',
  'lock.guard-replaced',
  'lock.guard-inherited',
  'lock.confirmed',
  'lock.kept-aside',
  'lock.replaced',
  'lock.acquired',
  'lock.swept-one',
  'lock.release-written',
  'lock.release-guarded',
  'lock.release-unlinked',
  'snapshot.created',
  'snapshot.written',
  'snapshot.synced',
  'snapshot.linked',
  'snapshot.unlinked',
  'snapshot.folder-synced',
  'snapshot.pruned-one',
  'snapshot.kept-aside',
  'journal.write',
  'journal.written',
  'compact.begin',
  'compact.before-rename',
  'compact.renamed',
  'start.intended',
  'start.spawned',
  'start.claimed',
  'spawn.before',
  'spawn.after',
  'stop.intended',
  'stop.ended',
  'exit.seen',
  'release.before',
  'restore.begun',
  'restore.stopped',
  'restore.before-commit',
  'restore.committed',
  'rollback.begun',
  'rollback.stopped',
  'rollback.before-done',
  'rollback.done',
  'recovery.opened',
  'recovery.adopted',
  'recovery.before-serve',
  'shutdown.begun',
  'shutdown.stopped',
  'shutdown.closed',
  'rotation.copied',
  'rotation.pending',
  'rotation.freed',
  'rotation.collapsed',
  'rotation.emptied',
] as const;

export type FaultPointName = (typeof FAULT_POINTS)[number];

const MODES = ['kill', 'throw', 'uncaught', 'enospc', 'pause'] as const;
type Mode = (typeof MODES)[number];

interface Fault {
  nth: number;
  mode: Mode;
  seen: number;
}

const armed: Map<string, Fault> | null = arm(process.env.OPM_TEST_FAULT);

/**
 * Marks a place where a test may strike. Does nothing unless a test armed it.
 *
 * @throws only when armed with `throw` or `enospc`
 */
export function faultPoint(name: FaultPointName): void {
  if (armed !== null) strike(armed, name);
}

function strike(faults: Map<string, Fault>, name: FaultPointName): void {
  const fault = faults.get(name);
  if (fault === undefined) return;
  fault.seen += 1;
  if (fault.seen !== fault.nth) return;
  switch (fault.mode) {
    // The one exception to "signals are sent from one file": these go to this very process only.
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      break;
    case 'pause':
      process.kill(process.pid, 'SIGSTOP');
      break;
    case 'throw':
      throw new Error(`Fault point ${name}`);
    case 'uncaught':
      queueMicrotask(() => {
        throw new Error(`Fault point ${name}`);
      });
      break;
    case 'enospc':
      throw Object.assign(new Error(`ENOSPC: no space left on device, fault point ${name}`), {
        code: 'ENOSPC',
        errno: -28,
        syscall: 'write',
      });
  }
}

/** A test with a misspelled name would pass for the wrong reason, so that is an error. */
function arm(setting: string | undefined): Map<string, Fault> | null {
  if (setting === undefined || setting === '') return null;
  const faults = new Map<string, Fault>();
  for (const part of setting.split(',')) {
    const [name = '', ...rest] = part.split(':');
    const nth = /^\d+$/.test(rest[0] ?? '') ? Number(rest.shift()) : 1;
    const mode = (rest.shift() ?? 'kill') as Mode;
    const known = (FAULT_POINTS as readonly string[]).includes(name) && MODES.includes(mode);
    if (!known || nth < 1 || rest.length > 0) {
      throw new Error(
        `OPM_TEST_FAULT has "${part}", which is not a fault point in the form name[:nth][:kill|throw|uncaught|enospc|pause]`,
      );
    }
    faults.set(name, { nth, mode, seen: 0 });
  }
  return faults;
}
