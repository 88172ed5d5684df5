import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const NOBODY = 65534;

/** Makes the root read-only, the home a tmpfs, and waits as PID 1 until it is ended. */
const SETUP = `
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t proc proc "$1/proc"
mount --bind /dev/null "$1/dev/null"
mount -t tmpfs -o mode=700,uid=${NOBODY},gid=${NOBODY} tmpfs "$1/home"
echo ready
exec sleep infinity
`;

/**
 * A root with nothing but the executable, one program to run, and the libraries of both. Everything but the home is
 * read-only, commands run as an unprivileged user without a PATH, in a PID namespace of its own.
 */
export class BareRoot {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-bare-'));
  #init: ChildProcess | null = null;

  /** Whether this machine lets us make one. */
  static isPossible(): boolean {
    return (
      process.geteuid?.() === 0 &&
      spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0 &&
      ['nsenter', 'chroot', 'ldd'].every((name) => spawnSync(name, ['--version']).status === 0)
    );
  }

  /** @param files content by path below the root */
  async begin(executable: string, files: Record<string, string>): Promise<void> {
    const { folder } = this;
    fs.chmodSync(folder, 0o755);
    for (const name of ['proc', 'dev', 'home', 'bin']) fs.mkdirSync(path.join(folder, name));
    fs.writeFileSync(path.join(folder, 'dev/null'), '');
    this.#program(executable, 'bin/opm');
    this.#program('/bin/sleep', 'bin/sleep');
    for (const [name, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    }
    const flags = ['--mount', '--pid', '--fork', '--kill-child'];
    const init = spawn('unshare', [...flags, 'sh', '-c', SETUP, 'sh', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#init = init;
    await new Promise<void>((resolve, reject) => {
      init.stdout.once('data', () => resolve());
      init.once('exit', (code) => reject(new Error(`The bare root could not be made: exit code ${code}`)));
    });
  }

  /** Runs `opm` in there. */
  opm(...args: string[]): { code: number | null; stdout: string; stderr: string } {
    const enter = ['--target', String(this.#initPid()), '--mount', '--pid'];
    const user = `--userspec=${NOBODY}:${NOBODY}`;
    const variables = ['HOME=/home', 'OPM_HOME=/home/opm', 'PATH='];
    const { status, stdout, stderr } = spawnSync(
      programPath('nsenter'),
      [...enter, programPath('chroot'), user, this.folder, '/bin/opm', ...args],
      { encoding: 'utf8', cwd: '/', env: Object.fromEntries(variables.map((pair) => pair.split('='))) },
    );
    return { code: status, stdout, stderr };
  }

  /** The same, and it must succeed. */
  ok(...args: string[]): string {
    const { code, stdout, stderr } = this.opm(...args);
    if (code !== 0) throw new Error(`opm ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** What lies in the home now. */
  homeFiles(): string[] {
    const home = path.join(`/proc/${this.#initPid()}/root`, this.folder, 'home');
    return fs.readdirSync(home, { recursive: true, encoding: 'utf8' }).sort();
  }

  /** Ends all of it. */
  async end(): Promise<void> {
    const init = this.#init;
    if (init !== null && init.exitCode === null) {
      const ended = new Promise((resolve) => init.once('exit', resolve));
      process.kill(this.#initPid(), 'SIGKILL');
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  #initPid(): number {
    const pid = this.#init?.pid;
    return Number(fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  }

  #program(file: string, place: string): void {
    fs.copyFileSync(file, path.join(this.folder, place));
    fs.chmodSync(path.join(this.folder, place), 0o755);
    const libraries = execFileSync('ldd', [file], { encoding: 'utf8' }).match(/\/[^\s)]+/g) ?? [];
    for (const library of libraries) {
      const copy = path.join(this.folder, library);
      fs.mkdirSync(path.dirname(copy), { recursive: true });
      fs.copyFileSync(library, copy);
    }
  }
}

/** There is no PATH by which the programs that lead inside could be found. */
function programPath(name: string): string {
  return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
}
