import type { Claim } from '../../ledger/facts.ts';
import type { ActingInstance } from './acting-instance.ts';
import { attach } from './exit-actions.ts';
import { newRunning } from './running.ts';

/** Takes over a process that an earlier daemon started. */
export function adopt(self: ActingInstance, { token, identity, logOffsets, online }: Claim): void {
  self.state.condition = online ? 'online' : 'starting';
  attach(self, newRunning({ token, identity, threadId: null, adopted: true, logOffsets }));
}

/** Leaves a process alone that cannot be verified from here, and starts nothing in its place. */
export function fence({ state }: ActingInstance, { reason }: { reason: string }): void {
  state.condition = 'fenced';
  state.reason = reason;
}
