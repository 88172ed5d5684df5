import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, DENO_RUN, denoBinary, ROOT } from '../runner/subject.ts';

const compiled = suite<{ folder: string }>('deno compile');
/** It embeds dist/, which the other executable is made of as well. */
const test = currentSubject() === 'executable' ? compiled : compiled.skip;

const DIST = path.join(ROOT, 'dist');
/** What `import`, `export … from` and `import()` name with a relative path. */
const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

compiled.before.each((context) => {
  context.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-deno-compile-'));
});
compiled.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));

/** Runs a compiler, and returns the file it made. Any program will do as the base runtime: the file is never run. */
function make(folder: string, file: string, args: string[], cwd: string): Buffer {
  const env = { ...process.env, DENORT_BIN: '/bin/true', NO_COLOR: '1' };
  const { status, stderr } = spawnSync(file, args, { encoding: 'utf8', cwd, env });
  assert.is(status, 0, stderr);
  return fs.readFileSync(path.join(folder, 'opm'));
}

/** Not for this program: lists of licences, and what only a musl system loads, for which there is no Deno. */
const NOT_EMBEDDED =
  /\.d\.mts$|^opm|^SHA256SUMS$|^THIRD-PARTY-LICENSES\.txt$|^third-party\.json$|-musl\.node$/;

/** What `dist/` holds besides declarations and executables, and what each of it imports from there. */
function builtFiles(): Map<string, string[]> {
  const files = fs
    .readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(DIST, name)).isFile())
    .filter((name) => !NOT_EMBEDDED.test(name));
  return new Map(files.map((name) => [name, importsOf(name)]));
}

function importsOf(name: string): string[] {
  const code = fs.readFileSync(path.join(DIST, name), 'utf8');
  return [...code.matchAll(RELATIVE_IMPORT)]
    .map(([, target]) => path.join(path.dirname(name), target ?? ''))
    .filter((target) => fs.existsSync(path.join(DIST, target)));
}

/**
 * Everything that the program may load. It starts from what nothing imports (the program, what runs in threads,
 * whatever else the build puts there) but the library, and from the plugins; imports lead to the rest.
 */
function neededFiles(): string[] {
  const files = builtFiles();
  const { exports } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const published = JSON.stringify(exports);
  const isLibrary = (name: string) => published.includes(`"./dist/${name}"`);
  const imported = new Set([...files.values()].flat());
  const needed = new Set<string>();
  const add = (name: string): void => {
    // A text in the program that shows how to import the library is no import.
    if (needed.has(name) || isLibrary(name)) return;
    needed.add(name);
    files.get(name)?.forEach(add);
  };
  for (const name of files.keys()) {
    const isEntry = !imported.has(name) && !isLibrary(name);
    if (isEntry || name.startsWith('plugins/')) add(name);
  }
  return [...needed].sort();
}

/** Files are embedded as they are. */
function missingIn(executable: Buffer): string[] {
  return neededFiles().filter((name) => !executable.includes(fs.readFileSync(path.join(DIST, name))));
}

const THREADS = ['entry/worker.js', 'exit-watch-thread.mjs', 'hook-task.mjs', 'spawn-task.mjs'];

test('the program, threads, plugins, their imports and the rest of the build are embedded', ({ folder }) => {
  const flags = process.versions.deno === undefined ? [] : DENO_RUN;
  const script = path.join(ROOT, 'scripts/compile-deno.mjs');
  const output = path.join(folder, 'opm');
  const executable = make(folder, process.execPath, [...flags, script, '--output', output], ROOT);
  const needed = neededFiles();
  const plugins = fs
    .readdirSync(path.join(ROOT, 'plugins'))
    .filter((name) => fs.existsSync(path.join(ROOT, 'plugins', name, 'index.ts')))
    .map((name) => `plugins/${name}.mjs`);
  for (const name of ['cli.mjs', ...THREADS, ...plugins]) assert.ok(needed.includes(name), name);
  assert.ok(needed.length > 50);
  assert.equal(missingIn(executable), []);
});

test('a thread that the compiler was not told about is detected as missing', ({ folder }) => {
  const flags = ['--allow-all', '--no-config', '--no-lock', '--node-modules-dir=none', '--no-check'];
  const output = `--output=${path.join(folder, 'opm')}`;
  const executable = make(folder, denoBinary(), ['compile', ...flags, output, 'cli.mjs'], DIST);
  const missing = missingIn(executable);
  for (const name of THREADS) assert.ok(missing.includes(name), name);
  assert.not.ok(missing.includes('cli.mjs'));
});

compiled.run();
