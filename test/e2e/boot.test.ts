import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { opmCommand } from '../runner/subject.ts';
import { isAlive, Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('boot');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const RESTART_MS = 50;

/** Prints each message that comes to a socket as a line, until its input ends. */
const RECEIVE = `
socket(S, AF_UNIX, SOCK_DGRAM, 0) && bind(S, sockaddr_un($ARGV[0])) or die $!;
$| = 1;
for (;;) {
  vec($all, fileno($_), 1) = 1 for *S, *STDIN;
  select(my $some = $all, undef, undef, undef);
  exit if vec($some, fileno(STDIN), 1);
  recv(S, my $message, 4096, 0);
  print $message =~ tr/\\n/ /r, "\\n";
}
`;

/**
 * Does with a unit what systemd would: runs its command with its environment and nothing else, starts it again on
 * failure and on the codes that ask for it, and kills nothing but its main process.
 */
class BootSystem {
  readonly exitCodes: (number | null)[] = [];
  readonly #unit: string;
  readonly #socket: string;
  readonly #receiver: ChildProcess;
  readonly #notices: string;
  #main: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #stopping = false;
  output = '';

  constructor(lab: Lab, unit: string) {
    this.#unit = unit;
    this.#notices = path.join(lab.folder, 'notices');
    this.#socket = path.join(lab.folder, 'notify');
    const output = fs.openSync(this.#notices, 'w');
    this.#receiver = spawn('perl', ['-MSocket', '-e', RECEIVE, this.#socket], {
      stdio: ['pipe', output, 'inherit'],
    });
    fs.closeSync(output);
    // A test that fails must not wait for it: it ends with its input.
    this.#receiver.unref();
    (this.#receiver.stdin as Socket).unref();
  }

  get pid(): number | undefined {
    return this.#main?.pid;
  }

  /** What systemd was told, a line a message. */
  get notices(): string[] {
    return fs.readFileSync(this.#notices, 'utf8').split('\n').slice(0, -1);
  }

  /** Resolves when it can be told something. */
  get listens(): Promise<void> {
    return until(() => fs.existsSync(this.#socket), 'the socket of the boot system is there');
  }

  start(): void {
    const [file = '', ...args] = this.#value('ExecStart')[0]!.split(' ');
    const env = Object.fromEntries(
      this.#value('Environment').map((pair) => [
        pair.slice(0, pair.indexOf('=')),
        pair.slice(pair.indexOf('=') + 1),
      ]),
    );
    // The runner looks for what tests leave behind by this one.
    const { TEST_TRACE } = process.env;
    const child = spawn(file, args, {
      cwd: '/',
      env: { ...env, ...(TEST_TRACE && { TEST_TRACE }), NOTIFY_SOCKET: this.#socket },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.#main = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code) => {
        this.exitCodes.push(code);
        const isClean = code === 0 || this.#value('SuccessExitStatus').includes(String(code));
        const isForced = this.#value('RestartForceExitStatus').includes(String(code));
        if (!this.#stopping && (isForced || !isClean)) {
          setTimeout(() => this.start(), RESTART_MS).unref();
        }
        resolve();
      });
    });
  }

  async stop(): Promise<number | null> {
    this.#stopping = true;
    // Not `kill()` of the child: on Deno the exit code is lost with it.
    if (this.#main?.exitCode === null) process.kill(this.#main.pid!, 'SIGTERM');
    await this.#ended;
    this.#receiver.kill();
    return this.exitCodes.at(-1)!;
  }

  #value(key: string): string[] {
    return this.#unit
      .split('\n')
      .filter((line) => line.startsWith(`${key}=`))
      .map((line) => line.slice(key.length + 1));
  }
}

async function bootSystem(lab: Lab, ...options: string[]): Promise<BootSystem> {
  const printed = await lab.opm(['startup', '--print', 'systemd', ...options]);
  assert.is(printed.code, 0, printed.stderr);
  assert.is(printed.stderr, '');
  const system = new BootSystem(lab, printed.stdout);
  await system.listens;
  return system;
}

const sleeper = { command: 'sleep 1000', minUptime: 0 };

async function fleetIsOnline(lab: Lab, count: number): Promise<void> {
  await until(
    async () => (await lab.list()).filter(({ status }) => status === 'online').length === count,
    `${count} are online`,
  );
}

function pids(lab: Lab): number[] {
  return lab
    .leaders()
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}

test('systemd is notified once the fleet is ready, and not before', async ({ lab }) => {
  const gate = path.join(lab.folder, 'gate');
  const config = lab.config([
    { name: 'slow', command: 'sleep 1000', ready: { exec: `test -e ${gate}`, timeout: '60s' } },
    { name: 'quick', ...sleeper },
  ]);
  const boot = await bootSystem(lab, '--config', config);
  boot.start();
  await until(() => lab.leaders().length === 2, 'both processes run');
  await until(async () => (await lab.daemonPid()) === boot.pid, 'the daemon serves');
  assert.equal(boot.notices, []);
  fs.writeFileSync(gate, '');
  await until(() => boot.notices.length > 0, 'systemd was told');
  assert.equal(boot.notices, ['READY=1 STATUS=2 processes running WATCHDOG=1']);
  assert.ok((await lab.list()).every(({ status }) => status === 'online'));
  for (const { pid } of lab.leaders()) {
    const env = fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
    assert.not.match(env, 'NOTIFY_SOCKET');
    // Meant for the daemon's own runtime.
    assert.not.match(env, 'BUN_');
    assert.match(env, `HOME=${process.env.HOME}\0`);
  }
  assert.is(await boot.stop(), 0);
  assert.equal(lab.processes(), []);
});

test('daemon restart makes the init system start the daemon again; every app keeps its PID', async ({
  lab,
}) => {
  const boot = await bootSystem(lab, '--config', lab.config([{ name: 'a', instances: 3, ...sleeper }]));
  boot.start();
  await until(() => boot.notices.length === 1, 'the fleet is ready', 30_000);
  const before = { daemon: boot.pid, apps: pids(lab) };
  await lab.ok(['daemon', 'restart']);
  assert.equal(boot.exitCodes, [85]);
  assert.is(await lab.daemonPid(), boot.pid);
  assert.is.not(boot.pid, before.daemon);
  await until(() => boot.notices.length === 2, 'the fleet is ready again');
  assert.equal(pids(lab), before.apps);
  assert.is((await lab.list()).filter(({ adopted }) => adopted).length, 3);
  // Supervision goes on.
  process.kill(before.apps[0]!, 'SIGKILL');
  await until(() => pids(lab).length === 3 && !pids(lab).includes(before.apps[0]!), 'it was started anew');
  assert.is(await boot.stop(), 0);
  assert.equal(lab.processes(), []);
});

test('a killed daemon is started again, and nothing runs twice', async ({ lab }) => {
  const boot = await bootSystem(lab, '--config', lab.config([{ name: 'a', instances: 3, ...sleeper }]));
  boot.start();
  await until(() => boot.notices.length === 1, 'the fleet is ready', 30_000);
  const apps = pids(lab);
  const killed = boot.pid!;
  process.kill(killed, 'SIGKILL');
  await until(() => boot.notices.length === 2, 'the fleet is ready again');
  assert.is.not(boot.pid, killed);
  assert.equal(pids(lab), apps);
  assert.is(await boot.stop(), 0);
});

test('a failed restore is retried, and what ran before keeps running meanwhile', async ({ lab }) => {
  const config = lab.config([{ name: 'a', ...sleeper }]);
  const boot = await bootSystem(lab, '--config', config);
  boot.start();
  await until(() => boot.notices.length === 1, 'the fleet is ready', 30_000);
  const apps = pids(lab);
  lab.config([
    { name: 'a', ...sleeper },
    { name: 'bad', command: 'sh -c "exit 3"', restart: { policy: 'never' } },
  ]);
  process.kill(boot.pid!, 'SIGKILL');
  await until(() => boot.exitCodes.filter((code) => code === 1).length >= 2, 'it was tried twice');
  assert.equal(pids(lab), apps);
  lab.config([
    { name: 'a', ...sleeper },
    { name: 'bad', ...sleeper },
  ]);
  await until(() => boot.notices.length === 2, 'the fleet is ready');
  assert.is(pids(lab).length, 2);
  assert.ok(pids(lab).includes(apps[0]!));
  assert.is(await boot.stop(), 0);
});

test('with --keep-going the rest comes up', async ({ lab }) => {
  const config = lab.config([
    { name: 'good', ...sleeper },
    { name: 'bad', command: 'sh -c "exit 3"', restart: { policy: 'never' } },
  ]);
  const boot = await bootSystem(lab, '--config', config, '--keep-going');
  boot.start();
  await until(() => boot.notices.length === 1, 'systemd was told', 30_000);
  assert.is(lab.leaders().length, 1);
  assert.is(await boot.stop(), 0);
});

test("a daemon in the background makes way for the init system's", async ({ lab }) => {
  const config = lab.config([{ name: 'a', instances: 2, ...sleeper }]);
  await lab.restore(config);
  await lab.ok(['save']);
  const background = (await lab.daemonPid())!;
  const apps = pids(lab);
  const boot = await bootSystem(lab);
  boot.start();
  await until(() => boot.notices.length === 1, 'the fleet is ready', 30_000);
  assert.is(await lab.daemonPid(), boot.pid);
  assert.not.ok(isAlive(background));
  assert.equal(pids(lab), apps);
  await fleetIsOnline(lab, 2);
  // Told to stop, it stays stopped.
  await lab.ok(['daemon', 'stop']);
  assert.equal(boot.exitCodes, [0]);
  assert.equal(lab.processes(), []);
});

test('startup writes and enables a unit, and unstartup removes it', async ({ lab }) => {
  const config = lab.config([{ name: 'a', ...sleeper }]);
  const root = path.join(lab.folder, 'root');
  const written = await lab.opm(['startup', '--system', '--root', root, '--config', config, 'systemd']);
  assert.is(written.code, 0, written.stderr);
  assert.match(written.stdout, 'systemctl start opm.service');
  const unit = path.join(root, 'etc/systemd/system/opm.service');
  const printed = await lab.ok(['startup', '--system', '--print', '--config', config, 'systemd']);
  assert.is(fs.readFileSync(unit, 'utf8'), printed);
  assert.match(printed, `--config ${config}\n`);
  assert.ok(fs.existsSync(path.join(root, 'etc/systemd/system/multi-user.target.wants/opm.service')));
  await lab.ok(['unstartup', '--system', '--root', root, 'systemd']);
  assert.not.ok(fs.existsSync(unit));
  const again = await lab.opm(['unstartup', '--system', '--root', root, 'systemd']);
  assert.is(again.code, 0);
  assert.match(again.stderr, 'nothing to remove');
});

test('startup checks the config first and writes nothing if it is invalid', async ({ lab }) => {
  const root = path.join(lab.folder, 'root');
  const wrong = await lab.opm([
    'startup',
    '--root',
    root,
    '--config',
    lab.config([{ name: 'a' }]),
    'systemd',
  ]);
  assert.is(wrong.code, 78);
  assert.match(wrong.stderr, 'command');
  const missing = await lab.opm(['startup', '--root', root, '--config', '/nowhere/x.json', 'systemd']);
  assert.ok(missing.code !== 0);
  assert.match(missing.stderr, '/nowhere/x.json');
  const unknown = await lab.opm(['startup', '--root', root, 'upstart']);
  assert.is(unknown.code, 64);
  assert.not.ok(fs.existsSync(root));
});

const { file: program, args: words } = opmCommand(['startup', '--system', 'systemd']);
const asNobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
/** Root alone can become somebody else, who may not look into the folder of this checkout. */
const canBeNobody = [program, ...words.filter((word) => path.isAbsolute(word))].every(
  (file) => spawnSync('setpriv', [...asNobody, 'test', '-r', file]).status === 0,
);

(canBeNobody ? test : test.skip)('startup for the system is for root', ({ lab }) => {
  const { status, stderr, stdout } = spawnSync('setpriv', [...asNobody, program, ...words], {
    encoding: 'utf8',
    cwd: '/',
    env: { ...lab.env, HOME: lab.folder },
  });
  assert.is(status, 1, stdout + stderr);
  assert.match(stderr, /as root \(sudo opm startup --system\), or use --user/);
});

test.run();
