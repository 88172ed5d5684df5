import { connect } from '../client/connect.ts';
import { OpmError } from '../errors.ts';
import { printable } from '../printable.ts';
import type { Caller, DaemonClient } from '../protocol/intents.ts';
import { resolveHome } from '../runtime/home.ts';
import { undecodableVariables } from '../runtime/undecodable.ts';
import type { CommandInput } from './command.ts';

/**
 * Talks to the daemon of the caller's home, which is started first if none is running. The connection is always
 * closed.
 *
 * @param onWaiting called with a description of what it is waiting for; by default a line on standard error
 * @throws `OpmError` when the daemon cannot be reached or started, or another owner holds the home
 */
export async function withDaemon<Result>(
  input: CommandInput,
  work: (client: DaemonClient) => Promise<Result>,
  onWaiting: (message: string) => void = waitingLine(input),
): Promise<Result> {
  return useDaemon(
    await connect({ home: homeOf(input), start: 'on-demand', onWaiting, caller: callerOf(input) }),
    work,
  );
}

/** The same with a daemon that is already running; `null` if there is none. Starts nothing. */
export async function withRunningDaemon<Result>(
  input: CommandInput,
  work: (client: DaemonClient) => Promise<Result>,
): Promise<Result | null> {
  const onWaiting = waitingLine(input);
  const client = await connect({ home: homeOf(input), start: 'never', onWaiting, caller: callerOf(input) });
  if (client === null) return null;
  try {
    return await useDaemon(client, work);
  } catch (error) {
    // A daemon that was killed may still accept a connection, and be gone before it answers.
    if (error instanceof OpmError && error.code === 'DAEMON_NOT_RUNNING') return null;
    throw error;
  }
}

/** Works with a connection and closes it. */
export async function useDaemon<Result>(
  client: DaemonClient,
  work: (client: DaemonClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** Reports on standard error what a command is waiting for. */
export function waitingLine({ terminal }: CommandInput): (message: string) => void {
  return (message) => terminal.err.write(`${printable(message)}\n`);
}

/** The state folder this call works on, absolute. */
export function homeOf(input: CommandInput): string {
  return resolveHome(input.env);
}

/** Who is asking, for messages to others who wait. Options are left out: they may contain secrets. */
export function callerOf(input: CommandInput): Caller {
  return { pid: process.pid, command: ['opm', input.spec.name, ...input.args].join(' ') };
}

/**
 * The caller's variables, for apps that inherit them. One that is not UTF-8 is left out with a warning: runtimes turn
 * it into another value, or none at all.
 */
export function environmentOf({
  env,
  terminal,
}: Pick<CommandInput, 'env' | 'terminal'>): Record<string, string> {
  const undecodable = new Set(undecodableVariables());
  const told = [...undecodable].filter((name) => !toldOf.has(name));
  for (const name of told) {
    toldOf.add(name);
    terminal.err.write(
      `warning: the variable ${printable(name)} is not UTF-8 text: apps do not inherit it\n`,
    );
  }
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !undecodable.has(entry[0]),
    ),
  );
}

const toldOf = new Set<string>();
