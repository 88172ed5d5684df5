// A process without a port, that says in one of two ways that it is ready.
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { announce: { type: 'string' } } });
if (values.announce === 'fd') writeSync(3, 'ready\n');
if (values.announce === 'log')
  console.log(`waiting for ${process.env.QUEUE}, instance ${process.env.OPM_INSTANCE}`);
setInterval(() => {}, 60_000);
process.once('SIGTERM', () => process.exit(0));
