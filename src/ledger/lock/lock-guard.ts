import { faultPoint } from '../../runtime/fault-point.ts';
import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import { lockGuardsInCircle } from '../ledger-errors.ts';
import { judgeGuard } from './lock-judge.ts';
import type { SlotContent } from './lock-owner.ts';
import { guardPath, place, readSlot, removeIfThere, replace, type Stake } from './lock-slot.ts';

/** Someone else may replace the slot, and is not dead. */
export interface Guarded {
  by: SlotContent;
  verdict: 'alive' | 'unknown';
}

/**
 * Takes the guard of what a slot holds, that is, the exclusive right to replace it. A guard whose own holder died is
 * itself a slot that is inherited the same way; holders that died one after the other form a chain, which is taken
 * from its end.
 *
 * @param options.content what the slot held when it was read; its owner has been found dead
 * @param options.above nonces of the guards that are already being taken
 * @returns the path of the guard, to be removed by the caller; or who holds it; or `again` when something has moved
 * meanwhile and the caller must look again
 */
export async function takeGuard(options: {
  stake: Stake;
  content: SlotContent;
  table: ProcessTable;
  breakLock: boolean;
  above?: string[];
}): Promise<{ path: string } | Guarded | 'again'> {
  const { stake, content, table, breakLock, above = [] } = options;
  const { home } = stake;
  const path = guardPath(home, content.nonce);
  if (above.includes(content.nonce)) throw lockGuardsInCircle(above.map((nonce) => guardPath(home, nonce)));
  switch (place(stake, path)) {
    case 'placed':
      faultPoint('lock.guarded');
      return { path };
    case 'swept':
      return 'again';
  }
  const holder = readSlot(path);
  if (holder === null) return 'again';
  const verdict = await judgeGuard(holder, { table, home });
  if (verdict === 'alive' || (verdict === 'unknown' && !breakLock)) return { by: holder, verdict };
  faultPoint('lock.guard-judged');
  const inner = await takeGuard({ ...options, content: holder, above: [...above, content.nonce] });
  if (inner === 'again' || 'by' in inner) return inner;
  try {
    if (readSlot(path)?.nonce !== holder.nonce || replace(stake, path) === 'swept') return 'again';
    faultPoint('lock.guard-replaced');
  } finally {
    removeIfThere(inner.path);
  }
  faultPoint('lock.guard-inherited');
  return { path };
}
