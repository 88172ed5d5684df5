import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';
import { linuxFrom } from '../runtime/native/process-parts.ts';
import { isAlive, Lab, until } from './lab.ts';

const all = suite<{ lab: Lab }>('nothing that an app leaves behind escapes');
all.before.each((context) => {
  context.lab = new Lab();
});
all.after.each(({ lab }) => lab.end());

const hasCompiler = spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0;
if (!hasCompiler && process.env.CI) throw new Error('gcc is missing: apt-get install gcc');

const TRIES = 8;

(hasCompiler ? all : all.skip)('a double fork is ended with the start that it fails', async ({ lab }) => {
  const program = compiled(lab, 'double-fork');
  for (let index = 0; index < TRIES; index += 1) {
    const delay = String(300 + index * 300);
    const { code, stderr } = await lab.opm(['start', program, '--name', `fork-${index}`, '--', delay]);
    assert.is(code, 1, stderr);
    assert.match(stderr, 'put itself into the background');
    assert.equal(lab.processes(), [], `after ${delay} microseconds`);
  }
});

all('children in the middle of an exec are ended with their app', async ({ lab }) => {
  const command = ['bash', '-c', '(exec -a mark sleep 1000) &'];
  const app = { name: 'brief', command, instances: 10, minUptime: 0, restart: { policy: 'never' } };
  const config = lab.config([app]);
  for (let index = 0; index < TRIES; index += 1) {
    await lab.opm(['restore', '--config', config]);
    await lab.opm(['remove', 'brief']);
    assert.equal(lab.processes(), []);
  }
});

(hasCompiler && linuxFrom(3, 5) ? all : all.skip)(
  'a process that forks anew every 2 ms in sessions of its own is ended with its app',
  async ({ lab }) => {
    const command = [compiled(lab, 'fork-chain')];
    await lab.restore(lab.config([{ name: 'chain', command, minUptime: 0, stop: { timeout: '200ms' } }]));
    const daemon = await lab.daemonPid();
    const generations = () =>
      fs.readFileSync(`/proc/${daemon}/task/${daemon}/children`, 'utf8').split(' ').length;
    await until(() => generations() > 100, 'a hundred generations have ended and fallen to the daemon');
    const { code, stdout, stderr } = await lab.opm(['stop', 'chain']);
    assert.equal([code, stderr], [0, ''], stdout);
    assert.equal(lab.processes(), []);
  },
);

/** Builds a program of the fixtures. */
function compiled(lab: Lab, name: string): string {
  const program = path.join(lab.folder, name);
  const source = path.join(ROOT, `test/fixtures/processes/${name}.c`);
  assert.is(spawnSync('gcc', ['-o', program, source], { stdio: 'inherit' }).status, 0);
  return program;
}

/** PIDs of the processes with these very words as their command line. */
function runningAs(...words: string[]): number[] {
  const line = `${words.join('\0')}\0`;
  return fs.readdirSync('/proc').flatMap((name) => {
    try {
      return fs.readFileSync(`/proc/${name}/cmdline`, 'latin1') === line ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

const withSubreaper = linuxFrom(3, 5) ? all : all.skip;

withSubreaper(
  'a process that removed its token from its environment is ended with its app',
  async ({ lab }) => {
    // A number for each: the command line is all that they can be told by.
    const mark = (kind: number) => `1000.${process.pid}${kind}`;
    const script = [
      `env -i sleep ${mark(1)} &`,
      `env -i setsid sleep ${mark(2)} &`,
      `setsid sh -c 'env -i sleep ${mark(3)} & exec sleep 1000' &`,
    ].join(' ');
    const marks = () => [1, 2, 3].flatMap((kind) => runningAs('sleep', mark(kind)));
    const apps = [
      { name: 'stopped', command: ['sh', '-c', `${script} exec sleep 1000`], minUptime: 0 },
      {
        name: 'crashes',
        command: ['sh', '-c', `env -i sleep ${mark(4)} & sleep 0.3; exit 3`],
        minUptime: 0,
        restart: { policy: 'never' },
      },
    ];
    await lab.restore(lab.config(apps));
    await until(() => marks().length === 3, 'all three run');
    await until(async () => (await lab.list())[1]?.status !== 'online', 'it has crashed');
    assert.equal(runningAs('sleep', mark(4)), [], 'in the session of what crashed');
    await lab.ok(['stop', 'stopped']);
    assert.equal(marks(), []);
    assert.equal(lab.processes(), []);
  },
);

all(
  'what an adopted app started in its session without a token is ended when it crashes',
  async ({ lab }) => {
    const mark = `1000.${process.pid}5`;
    const command = ['sh', '-c', `env -i sleep ${mark} & exec sleep 1000`];
    await lab.restore(lab.config([{ name: 'app', command, minUptime: 0 }]));
    await until(() => runningAs('sleep', mark).length === 1, 'its child runs');
    const [child] = runningAs('sleep', mark);
    await lab.killDaemon();
    const before = (await lab.list())[0]!.pid!;
    process.kill(before, 'SIGKILL');
    await until(async () => (await lab.list())[0]?.restarts === 1, 'it was started again');
    assert.not.ok(isAlive(child!), 'the child of the crashed one is alive');
    await until(() => runningAs('sleep', mark).length === 1, 'the new child runs');
    await lab.ok(['stop', 'app']);
    assert.equal(runningAs('sleep', mark), []);
  },
);

/** Ended children of the daemon that nobody has reaped. */
function zombiesOf(daemon: number): number {
  return fs.readdirSync('/proc').filter((name) => {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' && Number(parent) === daemon;
    } catch {
      return false;
    }
  }).length;
}

withSubreaper("a plugin's own child is left alone, and no zombie remains", async ({ lab }) => {
  const note = path.join(lab.folder, 'pid');
  const plugin = lab.write(
    'starter.mjs',
    `import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    export default {
      name: 'starter',
      apiVersion: 1,
      hooks: {
        postRestore() {
          const options = { stdio: 'ignore', detached: true };
          const child = spawn('sh', ['-c', 'sleep 1000 & echo $! > ${note}.new && mv ${note}.new ${note}'], options);
          child.unref();
        },
      },
    };`,
  );
  const probed = { name: 'probed', command: 'sleep 1000', ready: { exec: ['true'] } };
  const brief = { name: 'brief', command: ['sh', '-c', '(sleep 0.1 &); (sleep 0.1 &); exec sleep 1000'] };
  await lab.restore(lab.config([probed, brief], { plugins: [plugin] }));
  await until(() => fs.existsSync(note), 'the plugin has started its child');
  const child = Number(fs.readFileSync(note, 'utf8'));
  const daemon = (await lab.daemonPid())!;
  try {
    await lab.ok(['restart', 'all']);
    await lab.ok(['remove', 'all']);
    assert.ok(isAlive(child));
    await until(() => zombiesOf(daemon) === 0, 'all was reaped');
  } finally {
    process.kill(child, 'SIGKILL');
  }
  await until(() => !fs.existsSync(`/proc/${child}`), 'it was reaped too');
});

all.run();
