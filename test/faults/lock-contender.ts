// One of many that want the lock of a home. Takes it again and again, and while it holds it, writes to the holders'
// journal. Prints a dot an acquisition. When its input ends it takes the lock one last time and says `done`.
import { once } from 'node:events';
import { appendFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { tryAcquireLock } from '../../src/ledger/lock/lock.ts';
import { randomFrom } from './random.ts';

const [home = '', journal = '', id = '', seed = ''] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const socket = join(home, `opm-${id.padStart(8, '0')}.sock`);
// As the daemon does it: the socket is there before the lock is taken.
await once(createServer((connection) => connection.destroy()).listen(socket), 'listening');

let ending = false;
process.stdin.on('end', () => (ending = true)).resume();

function pause(longestMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, random() * longestMs));
}

for (let last = false; !last; ) {
  const finishing = ending;
  const outcome = await tryAcquireLock({ home, socket });
  if (!outcome.acquired) {
    await pause(20);
    continue;
  }
  const { nonce } = outcome.lock.owner;
  appendFileSync(journal, `enter ${nonce} ${id}\n`);
  for (let i = Math.floor(random() * 4); i > 0; i -= 1) {
    if (random() < 0.5) await pause(1);
    appendFileSync(journal, `${outcome.lock.stillHeld() ? 'work' : 'lost'} ${nonce} ${id}\n`);
  }
  appendFileSync(journal, `leave ${nonce} ${id}\n`);
  outcome.lock.release();
  writeSync(1, '.\n');
  last = finishing;
  await pause(5);
}
writeSync(1, 'done\n');
process.exit(0);
