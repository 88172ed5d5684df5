// A server that needs a moment before it accepts connections, as a database does.
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const port = Number(process.env.PORT);
await pause(150);
const server = createServer((socket) => socket.pipe(socket));
server.listen(port, '127.0.0.1', () => console.log(`${process.env.OPM_NAME} accepts connections on ${port}`));
process.once('SIGTERM', () => process.exit(0));
