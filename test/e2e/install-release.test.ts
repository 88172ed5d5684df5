import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, ROOT } from '../runner/subject.ts';

const installing = suite<{ folder: string }>('install.sh with a release');
installing.before.each((context) => {
  context.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-release-'));
  fs.mkdirSync(path.join(context.folder, 'release'));
});
installing.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));
const test = currentSubject() === 'executable' ? installing : installing.skip;

const MACHINES = ['linux-x64', 'linux-x64-musl', 'linux-arm64', 'linux-arm64-musl', 'darwin-arm64'];

/** A program that says which one it is, in the place of each executable. */
function writeRelease(folder: string): void {
  const sums = MACHINES.map((machine) => {
    const program = `#!/bin/sh\ncase $1 in daemon) exit 69 ;; *) echo "${machine}" ;; esac\n`;
    const bytes = gzipSync(program);
    fs.writeFileSync(path.join(folder, 'release', `opm-${machine}.gz`), bytes);
    return `${createHash('sha256').update(bytes).digest('hex')}  opm-${machine}.gz\n`;
  });
  fs.writeFileSync(path.join(folder, 'release/SHA256SUMS'), sums.join(''));
}

/** Programs that say what another machine would say. */
function pretend(folder: string, programs: Record<string, string>): string {
  const bin = path.join(folder, 'pretended');
  fs.mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs))
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${bin}:${process.env.PATH}`;
}

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function install(folder: string, args: string[], { PATH = process.env.PATH, umask = '022' } = {}) {
  const child: ChildProcess = spawn(
    'sh',
    [
      '-c',
      `umask ${umask}; exec sh "$@"`,
      'sh',
      path.join(ROOT, 'install.sh'),
      '--prefix',
      `${folder}/p`,
      ...args,
    ],
    { env: { PATH, HOME: folder }, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [stdout, stderr] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr } as Outcome;
}

const isInstalled = (folder: string): boolean => fs.existsSync(path.join(folder, 'p/bin/opm'));

for (const [machine, uname, getconf] of [
  ['linux-x64', 'Linux x86_64', 'exit 0'],
  ['linux-x64-musl', 'Linux x86_64', 'exit 1'],
  ['linux-arm64', 'Linux aarch64', 'exit 0'],
  ['linux-arm64-musl', 'Linux aarch64', 'exit 1'],
  ['darwin-arm64', 'Darwin arm64', 'exit 1'],
] as const) {
  test(`it picks the executable for ${machine}`, async ({ folder }) => {
    writeRelease(folder);
    const [system, architecture] = uname.split(' ');
    const PATH = pretend(folder, {
      uname: `[ "$1" = -s ] && echo ${system} || echo ${architecture}`,
      getconf,
    });
    const { code, stdout, stderr } = await install(folder, ['--from', `${folder}/release`], { PATH });
    assert.is(code, 0, stderr);
    assert.match(stdout, `Installed OPM ${machine} as `);
  });
}

test('a machine without an executable gets an error that says so', async ({ folder }) => {
  writeRelease(folder);
  const PATH = pretend(folder, { uname: '[ "$1" = -s ] && echo Linux || echo riscv64' });
  const { code, stderr } = await install(folder, ['--from', `${folder}/release`], { PATH });
  assert.equal([code, stderr], [1, 'install.sh: there is no executable for riscv64\n']);
});

test('an executable with a wrong checksum is not even tried', async ({ folder }) => {
  writeRelease(folder);
  for (const machine of MACHINES) {
    const program = `#!/bin/sh\ntouch ${folder}/tried\n`;
    fs.writeFileSync(path.join(folder, `release/opm-${machine}.gz`), gzipSync(program));
  }
  const { code, stderr } = await install(folder, ['--from', `${folder}/release`]);
  assert.is(code, 1);
  assert.match(
    stderr,
    /^install\.sh: the checksum of ".*\/opm-.*\.gz" is [0-9a-f]{64}, but the SHA256SUMS beside it says/,
  );
  assert.not.ok(fs.existsSync(path.join(folder, 'tried')));
  assert.not.ok(isInstalled(folder));
  assert.equal(fs.readdirSync(path.join(folder, 'p/bin')), []);
  fs.rmSync(path.join(folder, 'release/SHA256SUMS'));
  assert.match((await install(folder, ['--from', `${folder}/release`])).stderr, 'there is no SHA256SUMS in');
});

test('a release is downloaded from its URL, but only over a secure connection', async ({ folder }) => {
  writeRelease(folder);
  const server = http.createServer(({ url }, response) => {
    const file = path.join(folder, 'release', path.basename(url ?? ''));
    if (fs.existsSync(file)) fs.createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const { code, stderr } = await install(folder, ['--from', `http://127.0.0.1:${port}/v1`]);
    assert.is(code, 0, stderr);
    fs.rmSync(path.join(folder, 'release/SHA256SUMS'));
    const missing = await install(folder, ['--from', `http://127.0.0.1:${port}/v1`]);
    assert.is(missing.code, 1);
    assert.match(missing.stderr, `cannot download "http://127.0.0.1:${port}/v1/SHA256SUMS"`);
    const open = await install(folder, ['--from', 'http://releases.example/v1']);
    assert.equal([open.code, open.stderr.includes('is not served over https')], [64, true]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

for (const umask of ['000', '077']) {
  test(`under umask ${umask}, everybody can read the installed files and only their owner can write them`, async ({
    folder,
  }) => {
    writeRelease(folder);
    assert.is((await install(folder, ['--from', `${folder}/release`], { umask })).code, 0);
    const names = fs.readdirSync(path.join(folder, 'p'), { recursive: true, encoding: 'utf8' });
    for (const name of ['.', ...names]) {
      const stat = fs.statSync(path.join(folder, 'p', name));
      const wanted = stat.isDirectory() || name === 'bin/opm' ? 0o755 : 0o644;
      assert.is((stat.mode & 0o7777).toString(8), wanted.toString(8), name);
    }
  });
}

installing.run();
