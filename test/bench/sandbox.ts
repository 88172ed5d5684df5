import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { allPids, bears, isAlive } from './proc.ts';

/** Everything the harness starts bears this variable, and hands it on to what it starts in turn. */
const MARK = 'OPM_BENCH_ROOT';
const PREFIX = 'opm-bench-';

export interface Ended {
  code: number | null;
  /** From just before it was started until it had ended, in milliseconds. */
  ms: number;
  stdout: string;
  stderr: string;
}

/** One folder for everything a run of the harness leaves on disk, and the way to end all it has started. */
export class Sandbox {
  readonly root: string;
  #folders = 0;

  constructor() {
    // Short: a socket's path has 107 bytes at the most.
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  }

  /** A new empty folder. */
  folder(): string {
    this.#folders += 1;
    const folder = path.join(this.root, String(this.#folders));
    fs.mkdirSync(folder);
    return folder;
  }

  /** The environment of what is measured: small, the same for all, and marked. */
  env(more: Record<string, string> = {}): Record<string, string> {
    const { PATH = '/usr/bin:/bin', HOME = '/', LANG = 'C.UTF-8' } = process.env;
    return { PATH, HOME, LANG, [MARK]: this.root, ...more };
  }

  /** Starts a program in the background. */
  start(
    file: string,
    args: string[],
    options: { env?: Record<string, string>; cwd?: string } = {},
  ): ChildProcess {
    const child = spawn(file, args, {
      cwd: options.cwd ?? this.root,
      env: options.env ?? this.env(),
      stdio: 'ignore',
      detached: true,
    });
    child.once('error', () => {});
    child.unref();
    return child;
  }

  /**
   * Runs a program to its end.
   *
   * @param options.quiet its output is thrown away and its errors go to a file, so that reading them costs nobody time
   * @throws Error when it does not end with 0, or not within ten minutes
   */
  run(
    file: string,
    args: string[],
    options: { env?: Record<string, string>; cwd?: string; quiet?: boolean } = {},
  ): Promise<Ended> {
    const { env = this.env(), cwd = this.root, quiet = false } = options;
    return new Promise((resolve, reject) => {
      const begunMs = performance.now();
      const errors = quiet ? fs.openSync(path.join(this.root, 'errors'), 'w') : null;
      const child = spawn(file, args, {
        cwd,
        env,
        stdio: ['ignore', quiet ? 'ignore' : 'pipe', errors ?? 'pipe'],
        timeout: 600_000,
      });
      if (errors !== null) fs.closeSync(errors);
      let endedMs = Number.NaN;
      let stdout = '';
      let stderr = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.once('error', reject);
      child.once('exit', () => {
        endedMs = performance.now();
      });
      child.once('close', (code, signal) => {
        if (code === 0) resolve({ code, ms: endedMs - begunMs, stdout, stderr });
        else
          reject(
            new Error(
              `${file} ${args.join(' ')} ended with ${code ?? signal}: ${stdout}${stderr}${quiet ? this.#errors() : ''}`,
            ),
          );
      });
    });
  }

  /** The end of what the last quiet program had to complain about. */
  #errors(): string {
    return fs.readFileSync(path.join(this.root, 'errors'), 'utf8').slice(-2000);
  }

  /** Ends everything that was started with this variable in its environment, whoever its parent is by now. */
  end(variable: string, value: string): void {
    sweep(variable, value);
  }

  /** Ends everything and removes the folder. May be called at any moment, also twice. */
  close(): void {
    sweep(MARK, this.root);
    fs.rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes what runs of the harness left that were killed themselves. */
export function clearDeadRuns(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const root = path.join(os.tmpdir(), name);
    sweep(MARK, root);
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A supervisor may start another process while it is being looked for: looks until there is none. */
function sweep(variable: string, value: string): void {
  for (let round = 0; round < 50; round += 1) {
    const found = allPids().filter(
      (pid) => pid !== process.pid && bears(pid, variable, value) && isAlive(pid),
    );
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
}
