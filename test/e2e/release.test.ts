import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, DENO_RUN, ROOT } from '../runner/subject.ts';

/** Two that are not for this machine, and that it can start all the same. */
const TARGETS = ['linux-x64-musl', 'linux-arm64'] as const;

const releasing = suite<{ folder: string }>('npm run release');
let registryIsThere = true;
releasing.before((context) => {
  context.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-releases-'));
  if (currentSubject() !== 'executable') return;
  const flags = process.versions.deno === undefined ? [] : DENO_RUN;
  const words = ['scripts/release.mjs', '--as-built', '--uncommitted', '--target', TARGETS.join()];
  const { status, stderr } = spawnSync(
    process.execPath,
    [...flags, ...words, '--out', `${context.folder}/r`],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  registryIsThere = !stderr.includes('Cannot download ');
  if (registryIsThere) assert.is(status, 0, stderr);
});
releasing.after(({ folder }) => fs.rmSync(folder, { recursive: true }));

/** A test of the release, which runs where its foreign packages can be had and `program` is installed. */
function test(title: string, work: (folder: string) => void, program?: string, debian?: string): void {
  if (currentSubject() !== 'executable') {
    releasing.skip(title);
    return;
  }
  releasing(title, ({ folder }) => {
    const missing = program !== undefined && !fs.existsSync(program);
    if (missing) console.log(`skipped: ${program} is missing (apt-get install ${debian})`);
    else if (registryIsThere) work(path.join(folder, 'r'));
    else console.log('skipped: the packages for other machines are neither here nor can they be fetched');
  });
}

function executable(folder: string, target: string): string {
  const file = path.join(folder, '..', `opm-${target}`);
  fs.writeFileSync(file, gunzipSync(fs.readFileSync(path.join(folder, `opm-${target}.gz`))), { mode: 0o755 });
  return file;
}

test('the release is complete, and SHA256SUMS lists it', (folder) => {
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const files = TARGETS.map((target) => `opm-${target}.gz`);
  const others = ['THIRD-PARTY-LICENSES.txt', 'install.sh', `opm-${version}.cdx.json`, `opm-${version}.tgz`];
  assert.equal(fs.readdirSync(folder).sort(), ['SHA256SUMS', ...others, ...files].sort());
  const sums = fs.readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8');
  for (const name of [...files, ...others])
    assert.match(sums, `${sumOf(fs.readFileSync(path.join(folder, name)))}  ${name}\n`);
  for (const target of TARGETS)
    assert.match(sums, `${sumOf(fs.readFileSync(executable(folder, target)))}  opm-${target}\n`);
});

test('the bill of materials names the runtime, the native binaries and every package with a licence', (folder) => {
  const bill = fs.readdirSync(folder).find((name) => name.endsWith('.cdx.json')) as string;
  const { components } = JSON.parse(fs.readFileSync(path.join(folder, bill), 'utf8'));
  const names: string[] = components.map(({ purl }: { purl: string }) => purl.replace(/@[^@]+$/, ''));
  for (const name of ['%40oven/bun-linux-aarch64', '%40koromix/koffi-linux-arm64', 'valibot', 'koffi'])
    assert.ok(names.includes(`pkg:npm/${name}`), name);
  const licenses = fs.readFileSync(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const { name, group, version } of components) {
    const full = group === undefined ? name : `${group}/${name}`;
    if (!/bun|koffi-/.test(full)) assert.match(licenses, `${full} ${version} (`);
  }
  assert.match(licenses, /^Bun [\d.]+ \(MIT\), in the executables only$/m);
});

test(
  'the executable for arm64 starts',
  (folder) => {
    const qemu = ['-L', '/usr/aarch64-linux-gnu', executable(folder, 'linux-arm64'), '--version', '--json'];
    assert.is(JSON.parse(execFileSync('qemu-aarch64-static', qemu, { encoding: 'utf8' })).standalone, true);
  },
  '/usr/bin/qemu-aarch64-static',
  'qemu-user-static libc6-arm64-cross',
);

/** What glibc's libstdc++ wants of glibc and what no start of a program needs. */
const STAND_IN = `
char __libc_single_threaded;
struct { unsigned words[4]; } __cpu_model;
unsigned __cpu_features2[8];
unsigned arc4random(void) { return 4; }
unsigned long __strftime_l(void) { return 0; }
int __cxa_thread_atexit_impl(void) { return 0; }
int __cpu_indicator_init(void) { return 0; }
int _dl_find_object(void) { return -1; }
`;

test(
  'the executable for musl starts',
  (folder) => {
    // Debian has no libstdc++ for musl; with a stand-in for parts of glibc its own one loads.
    const libraries = path.join(folder, '../libraries');
    fs.mkdirSync(libraries);
    const loader = path.join(libraries, 'ld-linux-x86-64.so.2');
    const source = `${loader}.c`;
    fs.writeFileSync(source, STAND_IN);
    execFileSync('gcc', ['-w', '-shared', '-fPIC', '-nostdlib', '-o', loader, source]);
    for (const name of ['libstdc++.so.6', 'libgcc_s.so.1'])
      fs.copyFileSync(path.join('/lib/x86_64-linux-gnu', name), path.join(libraries, name));
    const env = { ...process.env, LD_LIBRARY_PATH: libraries };
    const words = ['--version', '--json'];
    const shown = execFileSync(executable(folder, 'linux-x64-musl'), words, { encoding: 'utf8', env });
    assert.is(JSON.parse(shown).standalone, true);
  },
  '/lib/ld-musl-x86_64.so.1',
  'musl',
);

function sumOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

releasing.run();
