import type { HookRestore, HookRunner } from '../../hooks/hook-runner.ts';
import type { Journal } from '../../ledger/journal.ts';

/**
 * Keeps in the ledger that the plugins which prepare a restore must be told how it ended, by whichever daemon runs
 * then.
 */
export class DueHooks {
  readonly #journal: Journal;
  readonly #restore: string;

  /** @param restore its name in the ledger */
  constructor(journal: Journal, restore: string) {
    this.#journal = journal;
    this.#restore = restore;
  }

  /** @throws OpmError LEDGER_UNWRITABLE (1): then nothing may be prepared */
  async announce({ entries, plugins }: HookRunner, view: HookRestore): Promise<void> {
    if (!plugins.some(({ hooks }) => hooks.includes('postRestore') || hooks.includes('restoreFailed')))
      return;
    const at = new Date().toISOString();
    await this.#journal.append([{ op: 'hooks', restore: this.#restore, plugins: entries, view, at }]);
  }

  get areDue(): boolean {
    return this.#journal.state.due?.restore === this.#restore;
  }

  told(): void {
    if (this.areDue) this.#journal.record([{ op: 'told', restore: this.#restore }]);
  }
}
