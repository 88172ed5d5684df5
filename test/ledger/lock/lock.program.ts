// Takes the lock of a home and then does what it is told, line by line. Prints one line of JSON an order.
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { type LedgerLock, tryAcquireLock } from '../../../src/ledger/lock/lock.ts';

const [home = '', socket = '', breakLock = ''] = process.argv.slice(2);
const server = createServer();
let lock: LedgerLock | undefined;

async function obey(order: string): Promise<unknown> {
  switch (order) {
    case 'listen':
      await once(server.listen(socket), 'listening');
      return 'listening';
    case 'acquire': {
      const outcome = await tryAcquireLock({ home, socket, breakLock: breakLock === 'break' });
      if (!outcome.acquired) return outcome;
      lock = outcome.lock;
      return { ...outcome, lock: undefined, owner: lock.owner };
    }
    case 'held':
      return lock?.stillHeld();
    case 'release':
      lock?.release();
      return 'released';
    case 'fill':
      try {
        for (;;) appendFileSync(`${home}/fill`, Buffer.alloc(4096));
      } catch (error) {
        return (error as { code: string }).code;
      }
    default:
      return process.exit(0);
  }
}

for await (const order of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await obey(order)));
  } catch (error) {
    const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string };
    console.log(JSON.stringify({ code, exitCode, message }));
  }
}
process.exit(0);
