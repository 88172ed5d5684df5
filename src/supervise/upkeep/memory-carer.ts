import { byteSizeText } from '../../byte-size.ts';
import { sampleEveryMsOf } from '../../config/schema/settings-schema.ts';
import { messageOf } from '../../errors.ts';
import type { Claim, LedgerInstance } from '../../ledger/facts.ts';
import { readTrees, type TreeUsage } from '../../runtime/proc/process-trees.ts';
import type { Deadline } from '../deadlines.ts';
import { type Carer, type CarerTools, onlineClaim } from './carer.ts';

interface Limited {
  claim: Claim;
  limitBytes: number;
}

/**
 * Restarts instances that use more memory than their `maxMemory`. One walk over the process table serves all of them;
 * without any there is none.
 */
export class MemoryCarer implements Carer {
  readonly #tools: CarerTools;
  readonly #limited = new Map<number, Limited>();
  #next: Deadline | null = null;

  constructor(tools: CarerTools) {
    this.#tools = tools;
  }

  see(id: number, instance: LedgerInstance | null): void {
    const limitBytes = instance?.spec.maxMemory;
    const claim = onlineClaim(instance);
    if (limitBytes === undefined || claim === null) this.#limited.delete(id);
    else this.#limited.set(id, { claim, limitBytes });
    if (this.#limited.size === 0) this.close();
    else this.#next ??= this.#later();
  }

  close(): void {
    this.#next?.cancel();
    this.#next = null;
  }

  #later(): Deadline {
    const { machine, journal } = this.#tools.fleet;
    return machine.deadlines.after(sampleEveryMsOf(journal.state.context?.settings), () => {
      this.#sample();
      this.#next = this.#later();
    });
  }

  #sample(): void {
    const leaders = new Set([...this.#limited.values()].map(({ claim }) => claim.identity.pid));
    let trees: Map<number, TreeUsage>;
    try {
      trees = readTrees(this.#tools.fleet.machine.table, leaders);
    } catch (error) {
      this.#tools.note(`memory could not be measured: ${messageOf(error)}`);
      return;
    }
    for (const [id, { claim, limitBytes }] of this.#limited) {
      const tree = trees.get(claim.identity.pid);
      if (tree?.leader?.startTicks !== claim.identity.startTicks || tree.rssBytes <= limitBytes) continue;
      const reason = excessText(tree, limitBytes);
      void this.#tools.renewal.renew(id, { token: claim.token, cause: 'memory', reason });
    }
  }
}

/** `used 612M in 3 processes, more than its maxMemory of 500M` */
function excessText({ rssBytes, processes }: TreeUsage, limitBytes: number): string {
  const where = processes > 1 ? ` in ${processes} processes` : '';
  return `used ${byteSizeText(rssBytes)}${where}, more than its maxMemory of ${byteSizeText(limitBytes)}`;
}
