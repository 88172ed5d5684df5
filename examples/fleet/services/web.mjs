// A web service that refuses to start unless the services it needs are there: started too early, it would end.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { parseArgs } from 'node:util';

const port = Number(process.env.PORT);
const { values } = parseArgs({ options: { needs: { type: 'string', multiple: true } } });

for (const needed of values.needs ?? []) {
  const socket = connect(Number(needed), '127.0.0.1');
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.end();
}

createServer((request, response) => {
  response.writeHead(request.url === '/health' ? 200 : 404).end(`${process.env.OPM_NAME}\n`);
}).listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
process.once('SIGTERM', () => process.exit(0));
