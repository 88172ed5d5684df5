import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import type { WatchSpec } from '../../config/keys/upkeep/watch-keys.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Carer, CarerTools } from './carer.ts';
import { FileWatch } from './file-watch.ts';

interface Group {
  watch: FileWatch;
  members: Set<number>;
}

/** Restarts apps whose files change. Instances of one app that watch the same paths share one watch. */
export class WatchCarer implements Carer {
  readonly #tools: CarerTools;
  readonly #groups = new Map<string, Group>();
  /** The key of each instance's group. */
  readonly #keys = new Map<number, string>();

  constructor(tools: CarerTools) {
    this.#tools = tools;
  }

  see(id: number, instance: LedgerInstance | null): void {
    const spec = instance?.want === 'running' && !instance.dormant ? instance.spec : null;
    const key = spec?.watch === undefined ? null : JSON.stringify([spec.name, spec.watch]);
    const before = this.#keys.get(id) ?? null;
    if (before === key) return;
    if (before !== null) this.#leave(id, before);
    if (key === null) return;
    this.#keys.set(id, key);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { watch: this.#open(key, spec!), members: new Set() };
      this.#groups.set(key, group);
    }
    group.members.add(id);
  }

  close(): void {
    for (const { watch } of this.#groups.values()) watch.close();
  }

  #open(key: string, { name, watch, logs }: InstanceSpec): FileWatch {
    const { note, notice, fleet } = this.#tools;
    const { paths, ignore, delayMs, action } = watch!;
    return new FileWatch({
      ...{ paths, ignore, delayMs, deadlines: fleet.machine.deadlines },
      ignoreFiles: [logs.out, logs.err, fleet.journal.file],
      changed: (path, count) => {
        const what = count === 1 ? `"${path}"` : `"${path}" and ${count - 1} more`;
        note(`"${name}": ${what} changed`);
        for (const id of this.#groups.get(key)?.members ?? []) this.#act(id, action, `saw ${what} change`);
      },
      failed: (problem) => notice(`Not all files of "${name}" are watched: ${problem}`),
    });
  }

  #leave(id: number, key: string): void {
    this.#keys.delete(id);
    const group = this.#groups.get(key);
    group?.members.delete(id);
    if (group?.members.size !== 0) return;
    group.watch.close();
    this.#groups.delete(key);
  }

  #act(id: number, action: WatchSpec['action'], reason: string): void {
    const { fleet, renewal } = this.#tools;
    const { supervisor, journal } = fleet;
    const instance = journal.state.instances.get(id);
    // A restore starts its own processes.
    if (instance === undefined || id in (journal.state.restore?.before ?? {})) return;
    const { claim, settled } = instance;
    if (claim === null) {
      // An app that crashes until a file is mended is tried again when the file changes.
      const { status } = supervisor.get(id);
      if (status !== 'backoff' && (status !== 'errored' || settled !== 'errored')) return;
      supervisor.forgive(id);
      void supervisor.start(id, { restart: 'watch' });
    } else if (action !== 'restart' && action !== 'reload') supervisor.signal(id, action);
    else {
      const asked = { token: claim.token, cause: 'watch', reason } as const;
      void (action === 'reload' ? renewal.renew(id, asked) : supervisor.renew(id, asked));
    }
  }
}
