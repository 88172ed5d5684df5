import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resolvePlugin } from '../../src/hooks/resolve-plugin.ts';

const test = suite<{ folder: string }>('resolving plugins');

test.before.each((context) => {
  context.folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'opm-resolve-')));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

function write(folder: string, name: string, content: unknown = ''): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function found(specifier: string, baseDir: string): string {
  const resolution = resolvePlugin({ specifier, baseDir });
  if (!resolution.ok) throw new Error(resolution.problem);
  return resolution.source.kind === 'file' ? resolution.source.file : `first-party ${resolution.source.name}`;
}

function problem(specifier: string, baseDir: string): string {
  const resolution = resolvePlugin({ specifier, baseDir });
  return resolution.ok ? 'none' : resolution.problem;
}

test("a path is relative to the config's folder, with or without its extension", ({ folder }) => {
  const file = write(folder, 'plugins/vault.mjs');
  for (const specifier of ['./plugins/vault.mjs', './plugins/vault', file, `file://${file}`]) {
    assert.is(found(specifier, folder), file);
  }
  assert.is(found('../plugins/vault', path.join(folder, 'etc')), file);
});

test('a symbolic link resolves to its target', ({ folder }) => {
  const file = write(folder, 'real/vault.mjs');
  symlinkSync(file, path.join(folder, 'link.mjs'));
  assert.is(found('./link.mjs', folder), file);
});

test('a missing file is reported with every path that was tried', ({ folder }) => {
  const missing = path.join(folder, 'vault');
  const tried = [missing, `${missing}.mjs`, `${missing}.js`, `${missing}.ts`].join(', ');
  assert.is(problem('./vault', folder), `it was not found; looked for ${tried}`);
});

test('a folder is a package if it has a package.json', ({ folder }) => {
  const file = write(folder, 'vault/lib.mjs');
  write(folder, 'vault/package.json', { name: 'vault', main: 'lib.mjs' });
  assert.is(found('./vault', folder), file);
  mkdirSync(path.join(folder, 'empty'));
  assert.match(problem('./empty', folder), /empty is a folder without a package\.json; name the file in it/);
});

test('the name of an OPM plugin takes precedence over a package with that name', ({ folder }) => {
  write(folder, 'node_modules/notify/index.js');
  assert.is(found('notify', folder), 'first-party notify');
});

test('a package is found in node_modules in or above the folder, by its exports', ({ folder }) => {
  const exported = { '.': { require: './no.cjs', import: './yes.mjs' }, './extra/*': './lib/*.mjs' };
  write(folder, 'node_modules/@acme/vault/package.json', { name: '@acme/vault', exports: exported });
  const yes = write(folder, 'node_modules/@acme/vault/yes.mjs');
  const extra = write(folder, 'node_modules/@acme/vault/lib/kv.mjs');
  const baseDir = path.join(folder, 'a', 'b');
  assert.is(found('@acme/vault', baseDir), yes);
  assert.is(found('@acme/vault/extra/kv', baseDir), extra);
  assert.match(
    problem('@acme/vault/lib/kv.mjs', baseDir),
    /Missing "\.\/lib\/kv\.mjs" specifier in "@acme\/vault" package/,
  );
});

test('a package without exports is found by its main, or else index.js', ({ folder }) => {
  write(folder, 'node_modules/main/package.json', { name: 'main', main: './lib' });
  write(folder, 'node_modules/index/package.json', { name: 'index' });
  const main = write(folder, 'node_modules/main/lib/index.js');
  const index = write(folder, 'node_modules/index/index.js');
  const extra = write(folder, 'node_modules/index/extra.js');
  assert.equal(
    [found('main', folder), found('index', folder), found('index/extra.js', folder)],
    [main, index, extra],
  );
});

test('a missing package is reported with the paths tried, and a typo with the intended name', ({
  folder,
}) => {
  const text = problem('port-gaurd', folder);
  assert.ok(text.includes(path.join(folder, 'node_modules', 'port-gaurd')), text);
  assert.match(text, /the bundled plugins \(metrics, notify, port-guard, secrets, wait-for\)/);
  assert.match(text, /\/node_modules\/port-gaurd; did you mean "port-guard"\?$/);
});

test('an invalid package.json is named', ({ folder }) => {
  const file = write(folder, 'node_modules/broken/package.json', '{');
  assert.ok(problem('broken', folder).startsWith(`${file} cannot be read: `));
});

test('as root, a file that everybody can write is refused', ({ folder }) => {
  const file = write(folder, 'vault.mjs');
  chmodSync(file, 0o666);
  if (process.getuid?.() === 0) assert.match(problem('./vault.mjs', folder), /everyone can write it/);
  else assert.is(found('./vault.mjs', folder), file);
});

test.run();
