/** The example fleet: which program runs it, and where its state is. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { DENO_RUN, ON_DENO, ROOT, run } from './project.mjs';

export const FLEET_CONFIG = 'examples/fleet/opm.config.jsonc';

/** A Unix socket's path has room for 108 bytes, including the terminating zero; this is a daemon's socket name. */
const LONGEST_HOME = 107 - '/opm-01234567.sock'.length;

/**
 * Runs `opm` on the fleet's own home: the built program on Node, from source on Deno.
 *
 * @param {string[]} args
 */
export async function opm(args) {
  const env = {
    OPM_HOME: fleetHome(ROOT),
    PATH: pathWithNode(),
    ...(ON_DENO ? { DENO: process.execPath } : {}),
  };
  if (ON_DENO) {
    await ensureInstalled();
    return run(process.execPath, [...DENO_RUN, 'src/cli.ts', ...args], { env });
  }
  await ensureBuilt();
  return run(process.execPath, ['dist/cli.mjs', ...args], { env });
}

/**
 * `.opm` in the project, or a short path unique to this checkout if `.opm` is too deep for a socket.
 *
 * @param {string} root
 */
export function fleetHome(root) {
  const home = join(root, '.opm');
  if (Buffer.byteLength(home) <= LONGEST_HOME) return home;
  return join(tmpdir(), `opm-fleet-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);
}

/** The services' commands say `node`; if there is only Deno, a script with that name runs them with it. */
function pathWithNode() {
  const path = process.env.PATH ?? '';
  const hasNode = path.split(delimiter).some((folder) => existsSync(join(folder, 'node')));
  return ON_DENO && !hasNode ? [join(ROOT, 'examples/fleet/without-node'), path].join(delimiter) : path;
}
