// Saves or reads a snapshot and prints how it went. The payload's bootId carries the number it is told.
import { closeSync, openSync } from 'node:fs';
import { readNewestGood, writeSnapshot } from '../../../src/ledger/snapshot/snapshot.ts';
import { somePayload } from './snapshot-parts.ts';

const [order, folder = '', bootId = '', instances = '1'] = process.argv.slice(2);
const taken: number[] = [];
try {
  if (order === 'starve') takeAllDescriptors();
  if (order === 'read') {
    const { snapshot, damaged } = await readNewestGood(folder);
    console.log(`read ${snapshot.generation} ${snapshot.payload.bootId} ${damaged.length}`);
  } else {
    const payload = { ...somePayload(Number(instances)), bootId };
    const { generation } = await writeSnapshot({ folder, payload, keep: 3 });
    console.log(`saved ${generation}`);
  }
} catch (error) {
  const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string };
  for (const descriptor of taken) closeSync(descriptor);
  console.log(`${code} ${exitCode} ${message}`);
}

function takeAllDescriptors(): void {
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'));
  } catch {
    // Now there is none left.
  }
}
