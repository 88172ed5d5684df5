import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../runner/subject.ts';
import { pause, Sleepers } from './bench.ts';
import { isAlive } from './proc.ts';
import type { Sandbox } from './sandbox.ts';

const COUNT = 1000;

/**
 * Writes CPU profiles, for the developer tools of a browser: of the daemon while it restores, lists and stops a
 * thousand processes, and of the start of the command. On Node, since the executable cannot write any; where the
 * time goes in our own code is the same.
 */
export async function writeProfiles(sandbox: Sandbox, folder: string): Promise<number> {
  const home = path.join(sandbox.folder(), 'home');
  const config = path.join(sandbox.root, 'opm.config.json');
  const apps = new Sleepers(COUNT).apps.map(({ name, argv }) => ({ name, command: argv, minUptime: 0 }));
  fs.writeFileSync(config, JSON.stringify({ apps }));
  const env = sandbox.env({ OPM_HOME: home });
  const cli = path.join(ROOT, 'dist/cli.mjs');
  const profiled = (name: string, ...args: string[]) => [
    '--cpu-prof',
    `--cpu-prof-dir=${path.resolve(folder, name)}`,
    cli,
    ...args,
  ];
  const run = (...args: string[]) => sandbox.run(process.execPath, args, { env });

  const daemon = sandbox.start(process.execPath, profiled('daemon', 'daemon', 'run'), { env });
  while (!fs.existsSync(path.join(home, 'opm.sock'))) {
    if (daemon.pid === undefined || !isAlive(daemon.pid)) throw new Error('The daemon did not start');
    await pause(20);
  }
  await run(cli, 'restore', '--config', config);
  await run(...profiled('list', 'list'));
  await run(...profiled('version', '--version'));
  await run(cli, 'daemon', 'stop');
  while (daemon.pid !== undefined && isAlive(daemon.pid)) await pause(20);
  for (const name of ['daemon', 'list', 'version']) {
    for (const file of fs.readdirSync(path.resolve(folder, name))) console.log(path.join(folder, name, file));
  }
  return 0;
}
