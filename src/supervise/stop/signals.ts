import { systemErrorCode } from '../../errors.ts';
import type { Native } from '../../runtime/native/native.ts';
import { type Identity, livenessOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import type { ProcessHolds } from '../adoption/process-holds.ts';

export type SignalOutcome = 'sent' | 'dead' | 'unverifiable' | 'not-permitted';

interface Signal {
  identity: Identity;
  signal: NodeJS.Signals;
  group: boolean;
}

/** Signals the very process that `identity` names, or with `group` its whole process group. */
export type SignalSender = (signal: Signal) => SignalOutcome;

/**
 * Sends signals, each to the very process identified by `identity`, or with `group` to its whole process group. The only
 * place in OPM that signals anything.
 *
 * With process descriptors nobody else can be hit: the start is compared while one is open, and the signal goes through
 * it. Without them the identity is read again right before the signal, and a PID that is given out anew in between is
 * hit. A session leader keeps its PID as group id, which the kernel does not reuse while the group has members.
 */
export function signalSender(options: {
  table: ProcessTable;
  native: Pick<Native, 'pidfds' | 'signalsGroups'>;
  holds: ProcessHolds | null;
}): SignalSender {
  const { table, native, holds } = options;
  return (signal) => {
    const { pid } = signal.identity;
    if (pid <= 1 || pid === process.pid) return 'unverifiable';
    const grip = holds?.grip(signal.identity) ?? null;
    if (grip === null) return signalByPid(table, signal);
    try {
      if (grip.liveness !== 'alive') return grip.liveness;
      return attempt(() => signalByDescriptor(native, grip.pidfd, signal));
    } finally {
      grip.done();
    }
  };
}

function signalByDescriptor(
  { pidfds, signalsGroups }: Pick<Native, 'pidfds' | 'signalsGroups'>,
  pidfd: number,
  { identity, signal, group }: Signal,
): void {
  if (group && !signalsGroups) {
    // As long as the leader was not reaped, its PID is its own, and so is the group of that number.
    pidfds!.signal(pidfd, 0, 'process');
    process.kill(-identity.pid, signal);
  } else pidfds!.signal(pidfd, signal, group ? 'group' : 'process');
}

function signalByPid(table: ProcessTable, { identity, signal, group }: Signal): SignalOutcome {
  const liveness = livenessOf(table, identity);
  if (liveness !== 'alive') return liveness;
  return attempt(() => process.kill(group ? -identity.pid : identity.pid, signal));
}

function attempt(send: () => void): SignalOutcome {
  try {
    send();
    return 'sent';
  } catch (error) {
    switch (systemErrorCode(error)) {
      case 'ESRCH':
        return 'dead';
      case 'EPERM':
        return 'not-permitted';
      default:
        throw error;
    }
  }
}
