/**
 * Becomes a subreaper, starts a shell that leaves an orphan in a session of its own, and tells what it learns of it:
 * whether it became its child, how it ended, and whether the runtime still hears of the end of its own child.
 */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { openNative } from '../../../src/runtime/native/native.ts';

const { subreaper } = openNative({ folders: [tmpdir()], env: {} });
if (subreaper === null) throw new Error('There is no subreaper here');
subreaper.become();
const shell = spawn('sh', ['-c', 'setsid sh -c "sleep 0.2; exit 42" >/dev/null 2>&1 & echo $!'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let told = '';
shell.stdout.setEncoding('utf8').on('data', (text: string) => {
  told += text;
});
shell.once('close', (code) => {
  const orphan = Number(told);
  const isChild = subreaper.children().includes(orphan);
  const early = subreaper.reap(orphan);
  const own = spawn('sh', ['-c', 'exit 7'], { stdio: 'ignore' });
  const ownEnd = new Promise((resolve) => own.once('exit', resolve));
  const look = async () => {
    const end = subreaper.reap(orphan);
    if (end === null) setTimeout(look, 5);
    else {
      const report = { code, isChild, early, end, again: subreaper.reap(orphan), own: await ownEnd };
      console.log(JSON.stringify({ ...report, stranger: subreaper.reap(1) }));
    }
  };
  void look();
});
