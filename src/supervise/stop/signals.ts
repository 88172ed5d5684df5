import { systemErrorCode } from '../../errors.ts';
import { type Identity, livenessOf, type ProcessTable } from '../../runtime/proc/process-table.ts';

export type SignalOutcome = 'sent' | 'dead' | 'unverifiable' | 'not-permitted';

/**
 * Sends a signal to the very process identified by `identity`, or with `group` to its whole process group. The only
 * place in OPM that signals anything.
 *
 * The identity is read again right before the signal, so a PID that was reused is left alone. A session leader keeps
 * its PID as group id, which the kernel does not reuse while the group has members.
 */
export function signalProcess(options: {
  table: ProcessTable;
  identity: Identity;
  signal: NodeJS.Signals;
  group: boolean;
}): SignalOutcome {
  const { table, identity, signal, group } = options;
  if (identity.pid <= 1 || identity.pid === process.pid) return 'unverifiable';
  const liveness = livenessOf(table, identity);
  if (liveness !== 'alive') return liveness;
  try {
    process.kill(group ? -identity.pid : identity.pid, signal);
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

/**
 * Ends a readiness probe and what it started. The caller has just read the probe's identity again: a runtime may reap a
 * child before it reports the exit, so an exit that was not reported yet proves nothing.
 */
export function killProbe(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}
