// What the tests of the daemon's socket have in common: homes, servers on every runtime, raw connections.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hostBun } from '../../../scripts/bun.mjs';
import type { ServerOptions } from '../../../src/daemon/transport/server.ts';
import { denoBinary } from '../../runner/subject.ts';

export type Runtime = 'node' | 'deno' | 'bun';
/** Those that are here: on a machine that has only Deno, what `node` runs may be a Deno as well. */
export const RUNTIMES: readonly Runtime[] = hasNode() ? ['node', 'deno', 'bun'] : ['deno', 'bun'];

function hasNode(): boolean {
  if (process.versions.deno === undefined) return true;
  const { stdout } = spawnSync('node', ['-p', 'process.versions.deno'], { encoding: 'utf8' });
  return stdout?.trim() === 'undefined';
}

const homes: string[] = [];
process.on('exit', () => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** A new folder that is removed when the tests have ended. */
export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'opm-t-'));
  homes.push(home);
  return home;
}

const bundles = new Map<string, string>();

/** How to run a program of this folder; as one module, since every runtime starts that at once. */
export function programCommand(
  name: string,
  args: string[],
  runtime: Runtime,
): { file: string; args: string[] } {
  let program = bundles.get(name);
  if (program === undefined) {
    program = join(newHome(), 'program.mjs');
    chmodSync(dirname(program), 0o755); // One of them runs as another user.
    const source = fileURLToPath(new URL(name, import.meta.url));
    const words = ['--target', 'node', '--define', '__OPM_VERSION__="0.0.1"', '--outfile', program];
    execFileSync(hostBun(), ['build', source, ...words], { stdio: 'pipe' });
    bundles.set(name, program);
  }
  switch (runtime) {
    case 'node':
      return {
        file: process.versions.deno === undefined ? process.execPath : 'node',
        args: [program, ...args],
      };
    case 'deno':
      return { file: denoBinary(), args: ['run', '--allow-all', program, ...args] };
    case 'bun':
      return { file: hostBun(), args: [program, ...args] };
  }
}

export interface TestServer {
  home: string;
  socketPath: string;
  child: ChildProcess;
  /** Sends a command line to the program and returns its answer. */
  tell(command: string): Promise<string>;
  nextLine(): Promise<string>;
}

const running = new Map<ChildProcess, Promise<void>>();

/** Ends all servers that tests have started and waits for their end. To be called after each test. */
export async function endServers(): Promise<void> {
  const ends = [...running.values()];
  for (const child of running.keys()) child.stdin?.end();
  running.clear();
  await Promise.all(ends);
}

export interface ServerSettings {
  serving?: boolean;
  home?: string;
  /** The most descriptors it may have open. */
  descriptors?: number;
  limits?: Partial<ServerOptions>;
}

/** Starts `transport.program.ts` in the foreground. */
export async function startServer(
  runtime: Runtime,
  { serving = true, home = newHome(), descriptors = 1024, limits = {} }: ServerSettings = {},
): Promise<TestServer> {
  const { file, args } = programCommand('transport.program.ts', ['serve'], runtime);
  const limited = `ulimit -n ${descriptors}; exec "$0" "$@"`;
  const child = spawn('/bin/sh', ['-c', limited, file, ...args], {
    env: { ...process.env, OPM_HOME: home, TEST_LIMITS: JSON.stringify(limits) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.set(child, new Promise((resolve) => child.once('close', () => resolve())));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const next = await lines.next();
    if (next.done) throw new Error('The server program has ended');
    return next.value;
  };
  const server: TestServer = {
    home,
    child,
    nextLine,
    socketPath: await nextLine(),
    tell: (command) => {
      child.stdin.write(`${command}\n`);
      return nextLine();
    },
  };
  if (serving) await server.tell('serve');
  return server;
}

/** Ends a process that a test has started through a client, and returns when it is gone. */
export async function endProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
  while (existsSync(`/proc/${pid}`) && (!/\) Z /.test(statOf(pid)) || hasOtherThreads(pid))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The first thread of a process that was killed shows as a zombie while the others still hold its sockets. */
function hasOtherThreads(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ') Z ';
  }
}

/** A connection for bytes of any kind. A full queue, which Bun keeps short, is knocked at again. */
export function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(path);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EAGAIN') setTimeout(() => open(path).then(resolve, reject), 5);
      else reject(error);
    });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

/** Everything that comes until the connection ends. */
export function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

/** Sends bytes and returns the whole answer. */
export async function say(path: string, bytes: string | Uint8Array): Promise<string> {
  const socket = await open(path);
  const answer = readAll(socket);
  socket.write(bytes);
  return answer;
}

/** A request as bytes. */
export function post(intent: string, body: string, headers = ''): string {
  return (
    `POST /v1/${intent} HTTP/1.1\r\nHost: opm\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
    `${headers}\r\n${body}`
  );
}

/** Fails when the promise takes longer. */
export async function within<Value>(ms: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
