// Listens on a socket with a short queue, and stops itself: it never accepts.
import { createServer } from 'node:net';

createServer().listen({ path: process.argv[2], backlog: 2 }, () => {
  console.log('listening');
  process.kill(process.pid, 'SIGSTOP');
});
