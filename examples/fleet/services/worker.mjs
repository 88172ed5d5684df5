// A process without a port, that says in one of two ways that it is ready.
import { Socket } from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { announce: { type: 'string' } } });
// On Deno, `writeSync(3, …)` works only where a Deno has started it.
if (values.announce === 'fd') new Socket({ fd: 3, readable: false, writable: true }).end('ready\n');
if (values.announce === 'log')
  console.log(`waiting for ${process.env.QUEUE}, instance ${process.env.OPM_INSTANCE}`);
setInterval(() => {}, 60_000);
process.once('SIGTERM', () => process.exit(0));
