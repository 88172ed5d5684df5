import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { currentSubject, opmCommand } from '../runner/subject.ts';
import { until } from './lab.ts';

const SYSTEMD = '/usr/lib/systemd/systemd';
const NAMESPACES = ['--mount', '--pid', '--ipc', '--uts', '--cgroup', '--net', '--fork', '--kill-child'];
const BOOT_DEADLINE_MS = 60_000;

/** Where control groups are managed: by the first two side by side, or by the last alone. */
const HIERARCHIES = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified', '/sys/fs/cgroup'];

/** Enters a control group, which becomes the root of what the machine sees, then boots. */
const ENTER = `
set -e
for group in $GROUPS_TO_ENTER; do echo $$ > "$group/cgroup.procs"; done
exec unshare ${NAMESPACES.join(' ')} sh -c "$SETUP"
`;

/** Makes a root of this system's /usr and the machine's own folders, with nothing of the outside in it. */
const SETUP = `
set -e
PATH=/usr/sbin:/usr/bin:$PATH
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
cd "$ROOT"
mkdir -p usr proc sys dev run tmp var mnt
for name in bin sbin lib lib64; do [ -h $name ] || ln -s usr/$name $name; done
mount --bind /usr usr
mount -o remount,bind,ro usr
mount -t proc proc proc
mount --bind "$ROOT/boot-id" proc/sys/kernel/random/boot_id
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
for name in null zero full random urandom tty; do : > dev/$name; mount --bind /dev/$name dev/$name; done
ln -s pts/ptmx dev/ptmx
mount --rbind /sys sys
if [ -d /sys/fs/cgroup/systemd ]; then
  mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
  mkdir sys/fs/cgroup/systemd sys/fs/cgroup/unified
  mount -t cgroup -o none,name=systemd,xattr cgroup sys/fs/cgroup/systemd
  mount -t cgroup2 cgroup2 sys/fs/cgroup/unified
else
  mount -t cgroup2 cgroup2 sys/fs/cgroup
fi
pivot_root . mnt
umount -l mnt
exec env -i container=opm-test PATH=/usr/sbin:/usr/bin ${SYSTEMD} --unit=multi-user.target
`;

/**
 * A machine that is booted by a real systemd as its PID 1, from the /usr of this one: its own processes, control
 * groups, network, files, machine id, and a new boot id for each boot. The executable is `/opt/opm` in it.
 */
export class Machine {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-machine-'));
  readonly #groups = usableHierarchies().map((folder) => path.join(folder, path.basename(this.root)));
  #outside: ChildProcess | null = null;

  /** Why this system does not let us make one, `null` when it does. */
  static impossibleBecause(): string | null {
    if (currentSubject() !== 'executable') return 'it is the executable that is copied to servers';
    if (process.geteuid?.() !== 0) return 'only root can boot one';
    if (!fs.existsSync(SYSTEMD)) return 'there is no systemd here';
    if (!fs.lstatSync('/bin').isSymbolicLink()) return '/bin is not in /usr here';
    if (spawnSync('unshare', [...NAMESPACES, 'true']).status !== 0) return 'namespaces cannot be made here';
    return usableHierarchies().length > 0 ? null : 'control groups cannot be made here';
  }

  /** Writes a file of the machine. */
  write(name: string, content: string): void {
    const file = path.join(this.root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }

  read(name: string): string {
    return fs.readFileSync(path.join(this.root, name), 'utf8');
  }

  /** What makes it a machine before its first boot. */
  install(): void {
    fs.chmodSync(this.root, 0o755);
    this.write('etc/os-release', 'NAME=test\nID=test\n');
    this.write('etc/machine-id', `${randomBytes(16).toString('hex')}\n`);
    this.write('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n');
    this.write('etc/group', 'root:x:0:\nnogroup:x:65534:\n');
    fs.mkdirSync(path.join(this.root, 'root'), { mode: 0o700 });
    fs.mkdirSync(path.join(this.root, 'opt'));
    fs.copyFileSync(opmCommand([]).file, path.join(this.root, 'opt/opm'));
  }

  /** Resolves when systemd has started everything. @throws Error when it does not within a minute */
  async boot(): Promise<void> {
    this.write('boot-id', `${randomUUID()}\n`);
    for (const group of this.#groups) fs.mkdirSync(group, { recursive: true });
    const env = { ...process.env, ROOT: this.root, SETUP, GROUPS_TO_ENTER: this.#groups.join(' ') };
    const outside = spawn('sh', ['-c', ENTER], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    outside.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    this.#outside = outside;
    await until(
      () => {
        if (outside.exitCode !== null) throw new Error(`The machine does not boot: ${errors}`);
        return /running|degraded/.test(this.run('systemctl', 'is-system-running').stdout);
      },
      'the machine is up',
      BOOT_DEADLINE_MS,
    );
  }

  /** Shuts the machine down in good order, and boots it again. */
  async reboot(): Promise<void> {
    const ended = new Promise((resolve) => this.#outside?.once('exit', resolve));
    this.ok('systemctl', 'reboot');
    await ended;
    await this.boot();
  }

  /** Runs a program on the machine as root. */
  run(...argv: string[]): { code: number | null; stdout: string; stderr: string } {
    const flags = ['-m', '-u', '-i', '-n', '-p', '-C', '--target', String(this.#initPid())];
    const env = ['/usr/bin/env', '-i', 'PATH=/opt:/usr/sbin:/usr/bin', 'HOME=/root', 'NO_COLOR=1'];
    const { status, stdout, stderr } = spawnSync('nsenter', [...flags, ...env, ...argv], {
      encoding: 'utf8',
      cwd: '/',
    });
    return { code: status, stdout, stderr };
  }

  /** The same, and it must succeed. */
  ok(...argv: string[]): string {
    const { code, stdout, stderr } = this.run(...argv);
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Ends all of it, and removes its files. */
  async end(): Promise<void> {
    const outside = this.#outside;
    if (outside !== null && outside.exitCode === null && outside.signalCode === null) {
      const ended = new Promise((resolve) => outside.once('exit', resolve));
      const init = this.#initPid();
      if (init > 0) process.kill(init, 'SIGKILL');
      await ended;
    }
    for (const group of this.#groups) removeGroup(group);
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  /** 0 as long as there is none. */
  #initPid(): number {
    const pid = this.#outside?.pid;
    try {
      return Number(fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
    } catch {
      return 0;
    }
  }
}

function usableHierarchies(): string[] {
  const all = HIERARCHIES.filter((folder) => fs.existsSync(path.join(folder, 'cgroup.procs')));
  return all.filter((folder) => spawnSync('test', ['-w', folder]).status === 0);
}

/** Groups are folders whose files cannot be removed and need not be. */
function removeGroup(folder: string): void {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeGroup(path.join(folder, entry.name));
  }
  fs.rmdirSync(folder);
}
