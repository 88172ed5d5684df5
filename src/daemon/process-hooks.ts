import type { Journal } from '../ledger/journal.ts';
import type { HookSession } from '../restore/hook-session.ts';
import type { SupervisorEvents } from '../supervise/instance/acting-instance.ts';

/** Notifies plugins of process starts and exits. Never waits for them. */
export function processHooks(journal: Journal, hooks: HookSession): Omit<SupervisorEvents, 'note'> {
  const eventOf = (id: number, pid: number) => {
    const spec = journal.state.instances.get(id)?.spec;
    return {
      id,
      name: spec?.name ?? '',
      instance: spec?.instance ?? 0,
      pid,
      at: new Date().toISOString(),
    };
  };
  return {
    started: (id, { identity }) => {
      const event = eventOf(id, identity.pid);
      hooks.tell((runner) => runner.processStarted(event));
    },
    exited: (id, { identity }, exit, status) => {
      const event = { ...eventOf(id, identity.pid), exitCode: exit.code, signal: exit.signal, status };
      hooks.tell((runner) => runner.processExited(event));
    },
  };
}
