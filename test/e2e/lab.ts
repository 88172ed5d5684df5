import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { InfoEntry, ListEntry } from '../../src/protocol/intents.ts';
import type { RestoreReport } from '../../src/protocol/restore-report.ts';
import { beginningOf } from '../runner/beginning-of.ts';
import { currentSubject, opmCommand } from '../runner/subject.ts';

/** Longer than any exec takes. */
const LOOK_DEADLINE_MS = 10_000;

/** What a command said and how it ended. */
export interface Ran {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** A process that the home's OPM started, as `/proc` shows it. */
export interface FleetProcess {
  pid: number;
  token: string;
  name: string;
  instance: string;
  startTicks: number;
  sessionLeader: boolean;
}

/**
 * A home of its own with the real program under test, a folder for apps' files, and a way to see what really runs.
 * `end` stops everything and fails when something is left.
 */
export class Lab {
  readonly home: string;
  readonly folder: string;
  readonly env: Record<string, string>;

  constructor(env: Record<string, string> = {}) {
    // Short: a socket's path has 107 bytes at the most.
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-e2e-'));
    fs.chmodSync(root, 0o755);
    this.home = path.join(root, 'home');
    this.folder = path.join(root, 'apps');
    fs.mkdirSync(this.folder);
    this.env = { ...(process.env as Record<string, string>), OPM_HOME: this.home, ...env };
    delete this.env.OPM_SUBJECT;
  }

  /** Runs `opm` to its end. */
  opm(
    args: string[],
    options: { env?: Record<string, string>; cwd?: string; input?: string } = {},
  ): Promise<Ran> {
    return this.start(args, options).ended;
  }

  /** Runs `opm` and expects it to succeed. */
  async ok(args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.opm(args);
    if (code !== 0) throw new Error(`opm ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** The words that run `opm`, for configs that make it an app. */
  command(args: string[]): { file: string; args: string[] } {
    return opmCommand(args, currentSubject());
  }

  /** Starts `opm` and leaves it running. */
  start(args: string[], options: { env?: Record<string, string>; cwd?: string; input?: string } = {}) {
    const { file, args: words } = this.command(args);
    return this.startProgram(file, words, options);
  }

  /** Starts any program as {@link start} starts `opm`, for instance one that runs it. */
  startProgram(
    file: string,
    args: string[],
    options: { env?: Record<string, string>; cwd?: string; input?: string } = {},
  ) {
    const child = spawn(file, args, {
      cwd: options.cwd ?? this.folder,
      env: { ...this.env, ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    if (options.input !== undefined) child.stdin?.end(options.input);
    const ended = new Promise<Ran>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
    return { child, ended, stderr: () => stderr };
  }

  /** Writes a file into the apps' folder and returns its path. */
  write(name: string, content: string | object, mode = 0o644): string {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode });
    return file;
  }

  /** Writes a config with these apps. */
  config(apps: object[], rest: object = {}, name = 'opm.config.json'): string {
    return this.write(name, { apps, ...rest });
  }

  async restore(config: string, ...options: string[]): Promise<{ ran: Ran; report: RestoreReport }> {
    const ran = await this.opm(['restore', '--config', config, '--json', ...options]);
    if (ran.stdout === '')
      throw new Error(`opm restore said nothing and ended with ${ran.code}:\n${ran.stderr}`);
    return { ran, report: JSON.parse(ran.stdout) as RestoreReport };
  }

  async list(): Promise<ListEntry[]> {
    return JSON.parse(await this.ok(['list', '--json'])) as ListEntry[];
  }

  async info(target: string): Promise<InfoEntry> {
    return (JSON.parse(await this.ok(['info', target, '--json'])) as InfoEntry[])[0]!;
  }

  async daemonPid(): Promise<number | null> {
    const { stdout } = await this.opm(['daemon', 'status', '--json']);
    // A daemon that is just being killed may not answer any more.
    return stdout === '' ? null : (JSON.parse(stdout) as { pid: number | null }).pid;
  }

  /** SIGKILL to the daemon, and waits until it is gone. */
  async killDaemon(): Promise<number> {
    const pid = await this.daemonPid();
    if (pid === null) throw new Error('no daemon runs');
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), `daemon ${pid} has ended`);
    return pid;
  }

  /**
   * What really runs: every live process that was started from this home. Looks as the product does, until a look met
   * nobody new and nobody amid its exec: a test that misses what escaped would be green.
   */
  processes(): FleetProcess[] {
    const judged = new Map<number, FleetProcess | null>();
    const giveUpAt = performance.now() + LOOK_DEADLINE_MS;
    for (let isSettled = false; !isSettled; ) {
      isSettled = true;
      for (const pid of pidsOfAll()) {
        if (judged.has(pid)) continue;
        isSettled = false;
        const answer = fleetProcess(pid, this.home);
        if (answer !== 'amid exec') judged.set(pid, answer);
        // No exec takes so long: it has hidden its command line itself.
        else if (performance.now() > giveUpAt) judged.set(pid, null);
      }
    }
    // One that has ended since is gone.
    return [...judged.values()].filter((found) => found !== null && isAlive(found.pid)) as FleetProcess[];
  }

  /** The leaders alone: one for each instance that runs. */
  leaders(): FleetProcess[] {
    return this.processes().filter(({ sessionLeader }) => sessionLeader);
  }

  /** Stops everything and removes the folders. @throws Error when a process is left */
  async end(): Promise<void> {
    const stop = await this.opm(['daemon', 'stop']);
    const left = this.processes();
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    fs.rmSync(path.dirname(this.home), { recursive: true, force: true });
    if (left.length > 0)
      throw new Error(`processes were left: ${JSON.stringify(left)} after ${JSON.stringify(stop)}`);
  }
}

function pidsOfAll(): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** `null`: it is another's, has ended, or has no program, as a thread of the kernel. */
function fleetProcess(pid: number, home: string): FleetProcess | null | 'amid exec' {
  try {
    const environment = beginningOf(`/proc/${pid}/environ`);
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    if (environment === '') return isAmidExec(pid) ? 'amid exec' : null;
    const env = new Map(
      environment
        .split('\0')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
    const token = env.get('OPM_TOKEN');
    if (token === undefined || token === '' || env.get('OPM_HOME') !== home) return null;
    return {
      pid,
      token,
      name: env.get('OPM_NAME') ?? '',
      instance: env.get('OPM_INSTANCE') ?? '',
      startTicks: Number(fields[19]),
      sessionLeader: Number(fields[3]) === pid,
    };
  } catch {
    return null;
  }
}

/** A program that was started with an empty environment has its command line; one amid its exec has neither. */
function isAmidExec(pid: number): boolean {
  fs.readlinkSync(`/proc/${pid}/exe`);
  return fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1') === '';
}

/** Whether the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Waits until `condition` holds. For what no event tells. @throws Error after `deadlineMs` */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  deadlineMs = 20_000,
): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt)
      throw new Error(`After ${deadlineMs} ms it is still not so that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
