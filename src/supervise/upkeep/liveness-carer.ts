import type { LivenessSpec } from '../../config/keys/upkeep/liveness-keys.ts';
import { messageOf } from '../../errors.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Deadline } from '../deadlines.ts';
import { probeContextOf } from '../readiness/probe-context.ts';
import { awaitReady } from '../readiness/readiness.ts';
import { type Carer, type CarerTools, onlineClaim } from './carer.ts';

interface Checked {
  token: string;
  liveness: LivenessSpec;
  /** In a row. */
  failures: number;
  next: Deadline | null;
  over: AbortController;
}

/** Gives up instances that are online but no longer answer. */
export class LivenessCarer implements Carer {
  readonly #tools: CarerTools;
  readonly #checked = new Map<number, Checked>();

  constructor(tools: CarerTools) {
    this.#tools = tools;
  }

  see(id: number, instance: LedgerInstance | null): void {
    const liveness = instance?.spec.liveness;
    const claim = onlineClaim(instance);
    const known = this.#checked.get(id);
    if (claim !== null && known?.token === claim.token && known.liveness === liveness) return;
    if (known !== undefined) end(known);
    this.#checked.delete(id);
    if (liveness === undefined || claim === null) return;
    const checked: Checked = {
      token: claim.token,
      liveness,
      failures: 0,
      next: null,
      over: new AbortController(),
    };
    this.#checked.set(id, checked);
    this.#later(id, checked);
  }

  close(): void {
    for (const checked of this.#checked.values()) end(checked);
  }

  #later(id: number, checked: Checked): void {
    if (checked.over.signal.aborted) return;
    const { deadlines } = this.#tools.fleet.machine;
    checked.next = deadlines.after(checked.liveness.everyMs, () => void this.#check(id, checked));
  }

  async #check(id: number, checked: Checked): Promise<void> {
    const { liveness, over, token } = checked;
    const problem = await this.#problemOf(id, liveness, over.signal).catch(messageOf);
    if (over.signal.aborted) return;
    checked.failures = problem === null ? 0 : checked.failures + 1;
    if (problem === null || checked.failures < liveness.failures) return this.#later(id, checked);
    const times = liveness.failures === 1 ? 'once' : `${liveness.failures} times in a row`;
    const reason = `failed its liveness check ${times}: ${problem}`;
    const name = this.#tools.fleet.journal.state.instances.get(id)?.spec.name;
    this.#tools.note(`"${name}" (${id}) ${reason}`);
    await this.#tools.fleet.supervisor.giveUp(id, { token, cause: 'liveness', reason });
    // Where a restore holds it, it is still there.
    checked.failures = 0;
    this.#later(id, checked);
  }

  /** Why it does not work, or `null`. */
  async #problemOf(id: number, { check }: LivenessSpec, signal: AbortSignal): Promise<string | null> {
    const { fleet } = this.#tools;
    const { machine, journal, supervisor } = fleet;
    const instance = journal.state.instances.get(id);
    const pid = supervisor.get(id).alive?.identity.pid;
    if (instance === undefined || pid === undefined) return null;
    // The kernel accepts connections for a stopped process, and a command may not talk to it at all.
    if (machine.table.stat(pid)?.state === 'T') return `its process ${pid} is stopped (SIGSTOP)`;
    const spec = { ...instance.spec, ready: check };
    const context = await probeContextOf({ ...instance, spec }, journal.state.envs, (one) =>
      supervisor.pluginEnvOf(one),
    );
    const outcome = await awaitReady({
      spec: { ...spec, minUptimeMs: 0 },
      process: { pid, isAlive: () => supervisor.get(id).alive?.identity.pid === pid },
      logOffsets: { out: 0, err: 0 },
      fdReady: new Promise(() => {}),
      signal,
      deadlines: machine.deadlines,
      killProbe: (identity) => void machine.signal({ identity, signal: 'SIGKILL', group: true }),
      ...context,
    });
    return outcome.ready ? null : outcome.reason.replace(/^was not ready within/, 'no answer within');
  }
}

function end({ next, over }: Checked): void {
  next?.cancel();
  over.abort();
}
