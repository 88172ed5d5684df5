// Comes by some fault points, in the first thread or in another, and tells how far it got.

import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { faultPoint } from '../../src/runtime/fault-point.ts';

function comeBy(): void {
  for (let round = 1; round <= 3; round += 1) {
    writeSync(1, `round ${round}\n`);
    try {
      faultPoint('lock.linked');
      faultPoint('lock.judged');
    } catch (error) {
      writeSync(1, `${(error as { code?: string }).code ?? (error as Error).message}\n`);
    }
  }
  writeSync(1, 'end\n');
}

if (isMainThread && process.argv[2] === 'thread') {
  new Worker(new URL(import.meta.url));
} else {
  comeBy();
}
