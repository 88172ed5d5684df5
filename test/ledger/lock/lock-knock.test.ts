import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { killPrograms, type RunningProgram, startProgram } from '../../runtime/run-program.ts';

const knocker = new URL('./lock-knock.program.ts', import.meta.url);
const stopped = new URL('./lock-stopped.program.ts', import.meta.url);
const home = mkdtempSync(join(tmpdir(), 'opm-knock-'));
const programs: RunningProgram[] = [];
const sockets: Socket[] = [];
const servers: Server[] = [];

test.after.each(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  await killPrograms(programs.splice(0));
});
test.after(() => rmSync(home, { recursive: true }));

for (const runtime of ['own', 'bun'] as const) {
  test(`the kernel identifies the listener (${runtime === 'own' ? 'this runtime' : 'Bun'})`, async () => {
    const path = (name: string) => join(home, `${name}-${runtime}.sock`);
    const server = createServer((connection) => connection.destroy()).listen(path('alive'));
    servers.push(server);
    await once(server, 'listening');
    const killed = startProgram(stopped, { args: [path('killed')] });
    programs.push(killed);
    await killed.nextLine();
    killed.child.kill('SIGKILL');
    await killed.ended;
    writeFileSync(path('file'), '');

    // Stopped, and its queue filled until the kernel takes no more.
    const busy = startProgram(stopped, { args: [path('busy')] });
    programs.push(busy);
    await busy.nextLine();
    for (let full = false; !full; ) {
      const socket = connect(path('busy'));
      sockets.push(socket);
      full = await new Promise((resolve) => {
        socket.once('connect', () => resolve(false));
        socket.once('error', () => resolve(true));
      });
    }

    const names = ['alive', 'killed', 'missing', 'file', 'busy'];
    const running = startProgram(knocker, { args: names.map(path), runtime });
    programs.push(running);
    const answers = [];
    for (const _ of names) answers.push(await running.nextLine());
    assert.equal(answers, ['answered', 'refused', 'missing', 'unclear', 'answered']);
  });
}

test.run();
