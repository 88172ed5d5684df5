import { daemonNotRunning } from '../client/client-errors.ts';
import { connect } from '../client/connect.ts';
import { OpmError } from '../errors.ts';
import type { Intent, Intents } from '../protocol/intents.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import type { Visitor } from './access/role.ts';

const DEADLINE_MS = 10_000;

export interface CallOptions {
  /** Who requested it from the gateway, if it changes something. */
  visitor?: Visitor;
  onEvent?: (event: RestoreEvent) => void;
}

/** The connection to the daemon of a home, which may go away and come back at any time. Starts no daemon. */
export class DaemonLink {
  readonly home: string;

  constructor(home: string) {
    this.home = home;
  }

  /** @throws OpmError the daemon's error, or that the daemon cannot be reached (69) */
  async call<I extends Intent>(
    intent: I,
    request: Intents[I]['request'],
    { onEvent }: CallOptions = {},
  ): Promise<Intents[I]['result']> {
    const client = await connect({ home: this.home, start: 'never', deadlineMs: DEADLINE_MS });
    if (client === null) throw daemonNotRunning(this.home);
    try {
      return await client.call(intent, request, onEvent);
    } finally {
      client.close();
    }
  }

  /** Whether a daemon is answering. */
  async isRunning(): Promise<boolean> {
    try {
      return (await this.call('status', {})).running;
    } catch (error) {
      if (error instanceof OpmError) return false;
      throw error;
    }
  }
}
