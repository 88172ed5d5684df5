import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SETTINGS } from '../../config/schema/settings-schema.ts';
import type { LedgerState } from '../../ledger/fold.ts';
import type { SnapshotPayload } from '../../ledger/snapshot/snapshot.ts';
import type { Intents } from '../../protocol/intents.ts';
import type { ProcessTable } from '../../runtime/proc/process-table.ts';

/** How many generations are kept. */
const KEEP = 10;

/** The saved set of apps, and whether it differs from what is wanted now. */
export class SnapshotState {
  readonly folder: string;
  readonly #table: ProcessTable;
  /** The saved instances in comparable form. `undefined`: not read yet; `null`: there are none. */
  #saved: unknown;

  constructor(folder: string, table: ProcessTable) {
    this.folder = folder;
    this.#table = table;
  }

  /**
   * Writes what is wanted now as a new generation, without the variables that plugins provided.
   *
   * @throws OpmError (1) when it cannot be written; the older generations are intact
   */
  async save(state: LedgerState): Promise<Intents['save']['result']> {
    const payload = payloadOf(state, this.#table.bootId());
    const { writeSnapshot } = await import('../../ledger/snapshot/snapshot.ts');
    const written = await writeSnapshot({ folder: this.folder, payload, keep: KEEP });
    this.#saved = comparable(payload);
    return { ...written, instances: payload.instances.length };
  }

  /** True when there is a snapshot and it differs from what is wanted now. */
  async differs(state: LedgerState): Promise<boolean> {
    if (this.#saved === undefined) this.#saved = await this.#readSaved();
    if (this.#saved === null) return false;
    return !isDeepStrictEqual(this.#saved, comparable(payloadOf(state, this.#table.bootId())));
  }

  async #readSaved(): Promise<unknown> {
    try {
      const { listSnapshots, readNewestGood } = await import('../../ledger/snapshot/snapshot.ts');
      if ((await listSnapshots(this.folder)).length === 0) return null;
      return comparable((await readNewestGood(this.folder, { keepAside: false })).snapshot.payload);
    } catch {
      // Problems with the snapshot are for a restore to report; a list has other things to show.
      return null;
    }
  }
}

function payloadOf(state: LedgerState, bootId: string): SnapshotPayload {
  const { context } = state;
  return {
    createdAt: new Date().toISOString(),
    bootId,
    config: {
      file: context?.source.kind === 'config' ? context.source.path : null,
      settings: context?.settings ?? DEFAULT_SETTINGS,
      plugins: context?.plugins ?? [],
    },
    instances: [...state.instances.values()].map(({ spec, want, env }) => ({
      spec,
      wanted: want,
      inheritedEnv: state.envs.get(env ?? '') ?? {},
    })),
  };
}

function comparable(payload: SnapshotPayload): unknown {
  return payload.instances
    .map(({ spec, wanted }) => ({ spec, wanted }))
    .sort((a, b) =>
      a.spec.name < b.spec.name ? -1 : a.spec.name > b.spec.name ? 1 : a.spec.instance - b.spec.instance,
    );
}
