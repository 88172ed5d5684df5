import { connect } from '../client/connect.ts';
import { OpmError } from '../errors.ts';

/** The way to the daemon of a home, which may go away and come back at any time. Starts none. */
export class DaemonLink {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  /** Whether a daemon answers now. */
  async isRunning(): Promise<boolean> {
    try {
      const client = await connect({ home: this.#home, start: 'never', deadlineMs: 2_000 });
      if (client === null) return false;
      try {
        return (await client.call('status', {})).running;
      } finally {
        client.close();
      }
    } catch (error) {
      if (error instanceof OpmError) return false;
      throw error;
    }
  }
}
