import type { Notes } from '../conversion.ts';

/** Keys of a service that the conversion reads. */
const MAPPED = [
  'command',
  'entrypoint',
  'working_dir',
  'environment',
  'env_file',
  'depends_on',
  'restart',
  'stop_signal',
  'stop_grace_period',
  'healthcheck',
  'deploy',
  'scale',
  'build',
  'volumes',
  'image',
];

/** Say nothing about how a process is run on a machine. */
const IDLE = [
  'container_name',
  'labels',
  'annotations',
  'tty',
  'stdin_open',
  'init',
  'platform',
  'pull_policy',
  'profiles',
  'hostname',
];

const NETWORK = 'processes of one machine meet on 127.0.0.1';
const LIMIT = 'limits are not set here';
const CONTAINER = 'is about the container';

const UNMAPPED: Record<string, string> = {
  ports: 'nothing is mapped: the app is reached on the port that it listens on',
  expose: NETWORK,
  networks: NETWORK,
  network_mode: NETWORK,
  links: NETWORK,
  extra_hosts: 'write it in /etc/hosts',
  dns: NETWORK,
  user: 'is a user of the image: name one of this machine in "user"',
  mem_limit: LIMIT,
  mem_reservation: LIMIT,
  cpus: LIMIT,
  cpu_shares: LIMIT,
  pids_limit: LIMIT,
  ulimits: LIMIT,
  shm_size: LIMIT,
  secrets: 'give it in "envFile", or through the plugin "secrets"',
  configs: 'write the path of the file on this machine into the command',
  logging: 'output goes to files: see "logs"',
  develop: 'files are not watched',
  extends: 'is not followed: write what it adds',
};

/** Notes every key of a service that is not carried over. */
export function noteUnmapped(service: Record<string, unknown>, name: string, notes: Notes): void {
  for (const key of Object.keys(service)) {
    if (MAPPED.includes(key) || IDLE.includes(key) || key.startsWith('x-')) continue;
    notes.add(key, UNMAPPED[key] ?? CONTAINER, name);
  }
}
