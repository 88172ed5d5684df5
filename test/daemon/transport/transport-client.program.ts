// A command reduced to its connection: asks for the status and prints what came of it, then ends by itself.
import { join } from 'node:path';
import { connect } from '../../../src/client/connect.ts';
import { openSocket } from '../../../src/client/open-socket.ts';
import type { OpmError } from '../../../src/errors.ts';
import type { SelfCommand } from '../../../src/runtime/self.ts';

const [home = '', start, daemon = '', userId] = process.argv.slice(2);
// Modules are loaded by now: another user may not read them.
if (userId !== undefined) process.setuid!(Number(userId));
try {
  if (start === 'crowded') await openSocket(join(home, 'opm.sock'), 300);
  const client = await connect({
    home,
    start: start === 'on-demand' ? start : 'never',
    program: (args) => {
      const command: SelfCommand = JSON.parse(daemon);
      return { file: command.file, args: [...command.args, ...args] };
    },
  });
  console.log(JSON.stringify(client === null ? null : { pid: (await client.call('status', {})).pid }));
} catch (error) {
  const { code, exitCode, message } = error as OpmError;
  console.log(JSON.stringify({ code, exitCode, message }));
}
