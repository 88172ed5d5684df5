// Writes a file and keeps it up to date; whoever wants to know whether it is ready looks for the file.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const file = process.argv[2];
mkdirSync(dirname(file), { recursive: true });
rmSync(file, { force: true });
const write = () => writeFileSync(file, JSON.stringify({ writtenAt: new Date().toISOString() }));
setTimeout(write, 100);
setInterval(write, 60_000);
process.once('SIGTERM', () => {
  rmSync(file, { force: true });
  process.exit(0);
});
