import fs from 'node:fs';
import path from 'node:path';
import type { Sandbox } from '../sandbox.ts';
import type { App, Stage, Subject } from './subject.ts';

/** A peer that comes as a package of Debian. */
interface Peer {
  name: string;
  package: string;
  /** Writes the fleet's files and returns the command that starts all of it and stays. */
  prepare(folder: string, apps: App[]): [string, ...string[]];
  program: string;
}

export const DEBIAN_PEERS: Peer[] = [
  { name: 'supervisord', package: 'supervisor', program: 'supervisord', prepare: prepareSupervisord },
  { name: 's6', package: 's6', program: 's6-svscan', prepare: prepareS6 },
  { name: 'runit', package: 'runit', program: 'runsvdir', prepare: prepareRunit },
];

/** In the language of dpkg. */
const VERSION_FORMAT = ['$', '{Version}'].join('');

/** The subject, or `null` where its package is not installed. */
export async function debianSubject(sandbox: Sandbox, peer: Peer): Promise<Subject | null> {
  const { PATH = '' } = process.env;
  if (!PATH.split(':').some((folder) => fs.existsSync(path.join(folder, peer.program)))) return null;
  const version = await sandbox.run('dpkg-query', ['-W', '-f', VERSION_FORMAT, peer.package]).then(
    ({ stdout }) => stdout,
    () => 'not from a package',
  );
  return {
    name: peer.name,
    version,
    kind: 'starter',
    isOpm: false,
    stage: async (apps) => starterStage(sandbox, peer, apps),
  };
}

function starterStage(sandbox: Sandbox, peer: Peer, apps: App[]): Stage {
  let folder = '';
  let pid = -1;
  const impossible = async () => {
    throw new Error(`${peer.name} is measured by what it starts`);
  };
  let command: [string, ...string[]] = [peer.program];
  const prepare = () => {
    folder = sandbox.folder();
    command = peer.prepare(folder, apps);
  };
  prepare();
  return {
    up: async () => {},
    async restore() {
      const [file, ...args] = command;
      pid =
        sandbox.start(file, args, { cwd: folder, env: sandbox.env({ OPM_BENCH_STAGE: folder }) }).pid ?? -1;
    },
    async down() {
      sandbox.end('OPM_BENCH_STAGE', folder);
      fs.rmSync(folder, { recursive: true, force: true });
      prepare();
    },
    supervisor: async () => pid,
    stopAll: impossible,
    list: impossible,
  };
}

function prepareSupervisord(folder: string, apps: App[]): [string, ...string[]] {
  const file = path.join(folder, 'supervisord.conf');
  const programs = apps.map(({ name, argv }) =>
    [
      `[program:${name}]`,
      `command=${argv.join(' ')}`,
      'startsecs=0',
      `stdout_logfile=${folder}/${name}.log`,
      `stderr_logfile=${folder}/${name}.err`,
    ].join('\n'),
  );
  const head = `[supervisord]\nnodaemon=true\nlogfile=${folder}/log\npidfile=${folder}/pid\nchildlogdir=${folder}\n`;
  fs.writeFileSync(file, `${head}\n${programs.join('\n\n')}\n`);
  return ['supervisord', '-c', file];
}

function prepareS6(folder: string, apps: App[]): [string, ...string[]] {
  const services = writeServices(folder, apps);
  return ['s6-svscan', '-c', String(Math.max(500, apps.length)), services];
}

function prepareRunit(folder: string, apps: App[]): [string, ...string[]] {
  return ['runsvdir', writeServices(folder, apps)];
}

/** A folder for each service with a `run` script, for the family of daemontools. */
function writeServices(folder: string, apps: App[]): string {
  const services = path.join(folder, 'services');
  for (const { name, argv } of apps) {
    fs.mkdirSync(path.join(services, name), { recursive: true });
    const script = `#!/bin/sh\nexec ${argv.join(' ')} >>'${folder}/${name}.log' 2>&1\n`;
    fs.writeFileSync(path.join(services, name, 'run'), script, { mode: 0o755 });
  }
  return services;
}
