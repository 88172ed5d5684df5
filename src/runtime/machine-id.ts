import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

let cached: string | undefined;

/**
 * Identifies this machine across boots: `/etc/machine-id`, or else the host name. Containers often have an empty one
 * or none; systemd writes `uninitialized` into images that get theirs at the first boot.
 */
export function machineId(): string {
  // Tests set the variable to simulate a home that two machines share.
  cached ??= process.env.OPM_TEST_MACHINE_ID || readMachineId('/etc/machine-id') || `host:${hostname()}`;
  return cached;
}

/** The id in that file, or `null` when there is none. */
export function readMachineId(file: string): string | null {
  try {
    const id = readFileSync(file, 'utf8').trim();
    return /^[0-9a-f]{32}$/.test(id) ? id : null;
  } catch {
    return null; // Missing or unreadable: use the host name.
  }
}
