import { messageOf } from '../errors.ts';
import type { HookLog } from '../hooks/hook-runner.ts';
import type { Caller, Intent } from '../protocol/intents.ts';
import { accountName } from '../runtime/accounts.ts';
import type { Peer } from '../runtime/native/process/peer.ts';

/** What a plugin has to say. */
export function hookLine({ plugin, level, message }: HookLog): string {
  return `plugin ${plugin} ${level}: ${message}`;
}

/** With its stack: only a bug in OPM can cause this. */
export function describeBug(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}

/** Who has asked for a change: according to the kernel if it tells, otherwise according to the request itself. */
export function askedLine(asked: { intent: Intent; peer: Peer | null; caller: Caller | null }): string {
  const { intent, peer, caller } = asked;
  const command = caller === null ? '' : `: ${caller.command}`;
  if (peer !== null) return `${intent} asked for by ${accountName(peer.uid)}, process ${peer.pid}${command}`;
  if (caller === null) return `${intent} asked for by a client that does not say who it is`;
  return `${intent} asked for by what calls itself process ${caller.pid}${command}`;
}
