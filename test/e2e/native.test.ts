import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../src/commands/doctor/finding.ts';
import type { DaemonStatus } from '../../src/protocol/intents.ts';
import { currentSubject, opmCommand } from '../runner/subject.ts';
import { linuxFrom } from '../runtime/native/process-parts.ts';
import { Lab } from './lab.ts';

const all = suite<{ lab: Lab }>("the kernel's own means");
all.before.each((context) => {
  context.lab = new Lab();
});
all.after.each(({ lab }) => lab.end());
const test = linuxFrom(6, 15) ? all : all.skip;

async function status(lab: Lab): Promise<DaemonStatus> {
  return JSON.parse(await lab.ok(['daemon', 'status', '--json'])) as DaemonStatus;
}

async function kernelFinding(lab: Lab): Promise<Finding | undefined> {
  const { checks } = JSON.parse(await lab.ok(['doctor', '--json'])) as { checks: Finding[] };
  return checks.find(({ check }) => check === 'kernel');
}

test('the daemon has all of them, and status and doctor say so', async ({ lab }) => {
  assert.is((await kernelFinding(lab))?.status, 'ok');
  await lab.ok(['daemon', 'start']);
  const { native } = await status(lab);
  assert.equal([...new Set(Object.values(native ?? {}))], [true], JSON.stringify(native));
  assert.is((await kernelFinding(lab))?.status, 'ok');
});

test('a feature that a test switches off is inactive, with that reason', async ({ lab }) => {
  lab.env.OPM_TEST_NATIVE_OFF = 'groupSignal';
  await lab.ok(['daemon', 'start']);
  const { native } = await status(lab);
  assert.is(native?.groupSignal, 'a test has switched it off');
  assert.is(native?.pidfd, true);
  assert.match((await kernelFinding(lab))?.message ?? '', 'No groupSignal: a test has switched it off');
});

/** The library as the daemon has it in its memory. */
function mappedLibraries(pid: number): string[] {
  const maps = fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  const paths = maps.map((line) => line.slice(73)).filter((name) => /\.node|#\d+/.test(name));
  return [...new Set(paths)];
}

const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
const traced = canTrace || process.env.CI === 'true' ? test : all.skip;

traced('no client command loads the library', async ({ lab }) => {
  await lab.ok(['daemon', 'start']);
  const { file, args } = opmCommand(['list', '--json']);
  const output = path.join(lab.folder, 'trace');
  const words = ['-f', '-e', 'trace=openat', '-o', output, file, ...args];
  const { status: code } = spawnSync('strace', words, { env: lab.env, stdio: 'ignore', timeout: 60_000 });
  assert.is(code, 0);
  const opened = fs.readFileSync(output, 'latin1');
  assert.match(opened, 'openat(');
  assert.not.match(opened, /(koffi|\.opm-)[^"]*\.node"/);
});

/** Mounts of a namespace of its own, which nobody else sees. */
const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0;
const inExecutable = currentSubject() === 'executable' && canMount ? test : all.skip;

inExecutable(
  'the executable leaves no file behind, neither in the home nor in the temporary folder',
  async ({ lab }) => {
    const temporary = path.join(lab.folder, 'tmp');
    fs.mkdirSync(temporary);
    lab.env.TMPDIR = temporary;
    await lab.ok(['daemon', 'start']);
    const { pid, native } = await status(lab);
    assert.is(native?.pidfd, true);
    assert.is(mappedLibraries(pid!).length, 1);
    assert.equal(fs.readdirSync(temporary), []);
    assert.equal(
      fs.readdirSync(lab.home).filter((name) => /node/.test(name)),
      [],
    );
  },
);

inExecutable('if no folder may hold executables, it works without the library and says why', ({ lab }) => {
  const { file } = opmCommand([]);
  fs.mkdirSync(lab.home, { mode: 0o700 });
  const script = `
    mount -t tmpfs -o noexec,mode=700 none "$OPM_HOME" && mkdir "$OPM_HOME/tmp" && export TMPDIR="$OPM_HOME/tmp"
    "${file}" start sleep --name one -- 1000 >&2 && "${file}" daemon status --json
    "${file}" daemon stop >&2`;
  const {
    stdout,
    stderr,
    status: code,
  } = spawnSync('unshare', ['--mount', 'sh', '-c', script], {
    env: lab.env,
    encoding: 'utf8',
  });
  assert.is(code, 0, stderr);
  const { native, processes } = JSON.parse(stdout) as DaemonStatus;
  assert.is(processes, 1);
  assert.match(String(native?.pidfd), /koffi cannot be loaded: .*failed to map/);
});

all.run();
