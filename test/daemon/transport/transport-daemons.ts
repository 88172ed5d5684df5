// Daemons that clients start, for the tests of clients.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ConnectOptions, connect } from '../../../src/client/connect.ts';
import type { OpmError } from '../../../src/errors.ts';
import type { DaemonClient } from '../../../src/protocol/intents.ts';
import { endProcess, endServers, newHome, programCommand, type Runtime, within } from './transport-parts.ts';

/** Runs a program to its end and returns what it wrote. */
export const run = promisify(execFile);

/** Connects, starting the reduced daemon on `runtime` where none runs. `mode` makes it behave in special ways. */
export function reach(
  home: string,
  runtime: Runtime,
  { mode, ...options }: Partial<ConnectOptions> & { mode?: string } = {},
): Promise<DaemonClient> {
  return connect({
    home,
    program: (args) => {
      const { file, args: words } = programCommand('transport.program.ts', args, runtime);
      return mode === undefined
        ? { file, args: words }
        : { file: 'env', args: [`TEST_DAEMON=${mode}`, file, ...words] };
    },
    ...options,
    start: 'on-demand',
  });
}

/** What it fails with. */
export async function failure(work: Promise<unknown>): Promise<OpmError> {
  try {
    await work;
  } catch (error) {
    return error as OpmError;
  }
  throw new Error('It did not fail');
}

/** PIDs of the daemons that have ever owned the home. */
export function owners(home: string): number[] {
  const file = join(home, 'owners');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

/** Resolves once the file is there. */
export function untilFile(home: string, name: string): Promise<void> {
  return within(
    10_000,
    name,
    new Promise((resolve) => {
      const look = () => {
        if (!existsSync(join(home, name))) return;
        watcher.close();
        resolve();
      };
      const watcher = watch(home, look);
      look();
    }),
  );
}

export async function pidOf(client: DaemonClient): Promise<number> {
  const { pid } = await client.call('status', {});
  return pid!;
}

const homes: string[] = [];

/** A new home whose daemons `cleanUp` ends. */
export function home(): string {
  return adopt(newHome());
}

/** Has `cleanUp` end the daemons of this home too. */
export function adopt(place: string): string {
  homes.push(place);
  return place;
}

/** To be called after each test. */
export async function cleanUp(): Promise<void> {
  await endServers();
  for (const pid of homes.splice(0).flatMap(owners)) await endProcess(pid);
}
