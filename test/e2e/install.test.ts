import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, opmCommand, ROOT } from '../runner/subject.ts';

const installing = suite<{ folder: string }>('install.sh');
installing.before.each((context) => {
  context.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-install-'));
});
installing.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));
/** It installs the executable, so the other forms have nothing to do with it. */
const test = currentSubject() === 'executable' ? installing : installing.skip;

const FILES = [
  'bin/opm',
  'share/bash-completion/completions/opm',
  'share/fish/vendor_completions.d/opm.fish',
  'share/man/man1/opm.1',
  'share/zsh/site-functions/_opm',
];

function install(folder: string, ...args: string[]) {
  const env = { ...process.env, HOME: folder, OPM_HOME: path.join(folder, 'state') };
  return spawnSync('sh', [path.join(ROOT, 'install.sh'), ...args], { encoding: 'utf8', env, cwd: '/' });
}

function files(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => fs.statSync(path.join(folder, name)).isFile()).sort();
}

test('it installs executable, completion and man page, can do so again, and removes all of it', ({
  folder,
}) => {
  const prefix = path.join(folder, 'a prefix');
  const { file } = opmCommand([]);
  for (let time = 0; time < 2; time += 1) {
    const { status, stderr, stdout } = install(folder, '--prefix', prefix, file);
    assert.is(status, 0, stderr);
    assert.match(stdout, 'is not in your PATH');
    assert.equal(files(prefix), FILES);
  }
  const installed = path.join(prefix, 'bin/opm');
  assert.is(spawnSync(installed, ['--version'], { encoding: 'utf8' }).status, 0);
  const bash = fs.readFileSync(path.join(prefix, FILES[1]!), 'utf8');
  assert.is(spawnSync('bash', ['-n'], { input: bash }).status, 0);
  assert.match(fs.readFileSync(path.join(prefix, FILES[3]!), 'utf8'), /^\.TH OPM 1/);
  assert.is(fs.statSync(path.join(prefix, FILES[4]!)).mode & 0o777, 0o644);
  fs.writeFileSync(path.join(prefix, 'bin/other'), '');
  const { status } = install(folder, '--prefix', prefix, '--uninstall');
  assert.is(status, 0);
  assert.equal(files(prefix), ['bin/other']);
  assert.equal(fs.readdirSync(prefix), ['bin']);
});

test('for a user it installs to ~/.local', ({ folder }) => {
  assert.is(install(folder, '--user', opmCommand([]).file).status, 0);
  assert.equal(files(path.join(folder, '.local')), FILES);
  assert.is(install(folder, '--user', '--uninstall').status, 0);
  assert.not.ok(fs.existsSync(path.join(folder, '.local/bin')));
});

test('failures are reported', ({ folder }) => {
  const missing = install(folder, '--prefix', folder, '/nowhere/opm');
  assert.is(missing.status, 1);
  assert.match(missing.stderr, '"/nowhere/opm" does not exist');
  const notOne = path.join(folder, 'text');
  fs.writeFileSync(notOne, 'no program');
  assert.match(
    install(folder, '--prefix', path.join(folder, 'p'), notOne).stderr,
    'does not run on this machine',
  );
  assert.equal(files(path.join(folder, 'p')), []);
  assert.is(install(folder, '--sistem').status, 64);
  fs.writeFileSync(path.join(folder, 'blocked'), '');
  assert.is.not(install(folder, '--prefix', path.join(folder, 'blocked'), opmCommand([]).file).status, 0);
});

installing.run();
