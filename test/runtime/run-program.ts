import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hostBun as bunBinary } from '../../scripts/bun.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundles = new Map<string, string>();
let folder: string | undefined;

/** Bundles a TypeScript program into one module that starts at once on every runtime; once a test process. */
export function bundle(source: URL): string {
  const known = bundles.get(source.href);
  if (known !== undefined) return known;
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'opm-bundle-'));
    chmodSync(made, 0o755); // Some programs run as another user.
    folder = made;
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  const path = fileURLToPath(source);
  const file = join(folder, basename(path).replace(/\.ts$/, '.mjs'));
  execFileSync(bunBinary(), ['build', path, '--target', 'node', '--outfile', file], {
    cwd: root,
    stdio: 'pipe',
  });
  bundles.set(source.href, file);
  return file;
}

export { bunBinary };

/** How to run a module: on the runtime that runs this test, or on Bun, which starts in a tenth of the time. */
export function runtimeArguments(file: string, runtime: 'own' | 'bun' = 'own'): [string, ...string[]] {
  if (runtime === 'bun') return [bunBinary(), file];
  return process.versions.deno === undefined
    ? [process.execPath, file]
    : [process.execPath, 'run', '-A', file];
}

export interface RunningProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The next line of its output; rejects when it ends without one. */
  nextLine(): Promise<string>;
  send(line: string): void;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>;
}

/**
 * Starts a program that talks in lines.
 *
 * @param options.wrapper command and arguments put in front, such as `unshare`
 */
export function startProgram(
  source: URL,
  options: {
    args?: string[];
    env?: Record<string, string>;
    wrapper?: string[];
    runtime?: 'own' | 'bun';
  } = {},
): RunningProgram {
  const command = [
    ...(options.wrapper ?? []),
    ...runtimeArguments(bundle(source), options.runtime),
    ...(options.args ?? []),
  ];
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  child.stdin.on('error', () => {}); // It may end before it has read.
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, errors }));
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    pid: child.pid ?? -1,
    ended,
    send: (line) => void child.stdin.write(`${line}\n`),
    async nextLine() {
      const next = await lines.next();
      if (!next.done) return next.value;
      const { code, signal } = await ended;
      throw new Error(`The program ended (${code ?? signal}) and said nothing more: ${errors}`);
    },
  };
}

/** Kills programs that may have ended by themselves. Not with `child.kill()`, which works only once on Deno. */
export async function killPrograms(programs: RunningProgram[]): Promise<void> {
  for (const { pid, child, ended } of programs) {
    if (child.exitCode === null && child.signalCode === null) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended since.
      }
    }
    await ended;
  }
}

/** Why a test in a time namespace cannot run here, or `null`. Continuous integration may not skip. */
export function whyNoTimeNamespaces(): string | null {
  try {
    execFileSync('unshare', ['--time', '--boottime', '1', 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return 'unshare --time is not permitted here';
  }
}

/** Why a test that needs root and namespaces cannot run here, or `null`. Continuous integration may not skip. */
export function whyNoNamespaces(): string | null {
  try {
    execFileSync('unshare', ['--pid', '--mount', '--fork', '--mount-proc', 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return 'unshare is not permitted here';
  }
}
