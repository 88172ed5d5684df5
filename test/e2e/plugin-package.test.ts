import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';
import { Lab } from './lab.ts';

const packaged = suite<{ lab: Lab }>("a stranger's plugin package");
packaged.before.each((context) => {
  context.lab = new Lab();
});
packaged.after.each(({ lab }) => lab.end());
/** It comes with Node, which a machine with Deno alone does not have. */
const hasNpm = spawnSync('npm', ['--version']).status === 0;
if (!hasNpm) console.log('Skipped: there is no npm to pack and install with');
const test = hasNpm ? packaged : packaged.skip;

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Packs the example and installs the tarball into the folder of the config, as a user would. */
function install(lab: Lab): void {
  const source = path.join(ROOT, 'examples/opm-plugin-freeze');
  const [{ filename }] = JSON.parse(npm(source, 'pack', '--json', '--pack-destination', lab.folder)) as [
    { filename: string },
  ];
  lab.write('package.json', { name: 'shop', private: true });
  npm(lab.folder, 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`);
  assert.ok(!fs.lstatSync(path.join(lab.folder, 'node_modules/opm-plugin-freeze')).isSymbolicLink());
}

const app = (seconds: number) => ({ name: 'api', command: `sleep ${seconds}`, minUptime: 0 });
const plugin = (from: string, to: string) => ({
  plugins: [['opm-plugin-freeze', { freezes: [{ from, to }] }]],
});
const YESTERDAY = new Date(Date.now() - 864e5).toISOString();
const TOMORROW = new Date(Date.now() + 864e5).toISOString();

test('it is installed from its tarball and works from there', async ({ lab }) => {
  install(lab);
  const first = await lab.restore(lab.config([app(1000)], plugin(YESTERDAY, TOMORROW)));
  assert.is(first.ran.code, 0, first.ran.stderr);
  assert.match(first.ran.stderr, 'restore number 1: 0 replaced');
  const before = lab.leaders();

  const frozen = await lab.restore(lab.config([app(2000)], plugin(YESTERDAY, TOMORROW)));
  assert.is(frozen.ran.code, 1);
  assert.match(frozen.ran.stderr, /"api" may not be replaced before/);
  assert.equal(lab.leaders(), before);

  const thawed = await lab.restore(lab.config([app(2000)], plugin(YESTERDAY, YESTERDAY)));
  assert.is(thawed.ran.code, 0, thawed.ran.stderr);
  assert.match(thawed.ran.stderr, 'restore number 2: 1 replaced');
});

test('options that its own schema rejects are reported with their path', async ({ lab }) => {
  install(lab);
  const { code, stderr } = await lab.opm([
    'restore',
    '--config',
    lab.config([app(1000)], plugin('soon', TOMORROW)),
  ]);
  assert.is(code, 78);
  assert.match(stderr, /freezes.*from.*ISO time/s);
});

packaged.run();
