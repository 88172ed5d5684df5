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

/** Irrelevant to running a process on a machine. */
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

const NETWORK = 'processes on one machine reach each other on 127.0.0.1';
const LIMIT = 'is not converted: see "limits" of the app, and "maxMemory"';
const CONTAINER = 'concerns the container';

const UNMAPPED: Record<string, string> = {
  ports: 'ports are not mapped: connect to the port that the app listens on',
  expose: NETWORK,
  networks: NETWORK,
  network_mode: NETWORK,
  links: NETWORK,
  extra_hosts: 'add them to /etc/hosts',
  dns: NETWORK,
  user: 'is a user of the image: set "user" to one on this machine',
  mem_limit: LIMIT,
  mem_reservation: LIMIT,
  cpus: LIMIT,
  cpu_shares: LIMIT,
  pids_limit: LIMIT,
  ulimits: LIMIT,
  shm_size: LIMIT,
  secrets: 'use "envFile" or the plugin "secrets"',
  configs: "use the file's path on this machine in the command",
  logging: 'output goes to files: see "logs"',
  develop: 'files are neither synchronised nor built; "watch" restarts the app when they change',
  extends: 'is not followed: add its keys to the app',
};

/** Notes every key of a service that is not converted. */
export function noteUnmapped(service: Record<string, unknown>, name: string, notes: Notes): void {
  for (const key of Object.keys(service)) {
    if (MAPPED.includes(key) || IDLE.includes(key) || key.startsWith('x-')) continue;
    notes.add(key, UNMAPPED[key] ?? CONTAINER, name);
  }
}
