import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publint } from 'publint';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, ROOT } from '../runner/subject.ts';

const packaging = suite<{ folder: string; installed: string; tarball: ArrayBuffer }>('the npm package');
/** It is made from dist/, with the tools of Node; the other forms are not in it. */
const canPack = currentSubject() === 'node' && process.versions.deno === undefined;
const test = canPack ? packaging : packaging.skip;

/** The binary for native calls on this machine. */
const KOFFI = `@koromix/koffi-${process.platform}-${process.arch}`;

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

packaging.before((context) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-package-'));
  context.folder = folder;
  context.installed = path.join(folder, 'node_modules/opm');
  if (!canPack) return;
  const [{ filename }] = JSON.parse(
    npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  );
  const { buffer } = Uint8Array.from(fs.readFileSync(path.join(folder, filename)));
  context.tarball = buffer;
  // What it depends on comes from this checkout, so that no registry is asked.
  const own = Object.fromEntries(
    ['jiti', KOFFI].map((name) => [name, `file:${path.join(ROOT, 'node_modules', name)}`]),
  );
  const manifest = {
    name: 'consumer',
    type: 'module',
    dependencies: { ...own, opm: `file:${filename}` },
    overrides: Object.fromEntries(Object.keys(own).map((name) => [name, `$${name}`])),
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts');
});
packaging.after(({ folder }) => fs.rmSync(folder, { recursive: true }));

function node(folder: string, code: string, ...flags: string[]) {
  return spawnSync(process.execPath, [...flags, '-e', code], { cwd: folder, encoding: 'utf8' });
}

test('it contains what is needed and nothing of the development', ({ installed }) => {
  const files = fs
    .readdirSync(installed, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(installed, name)).isFile());
  const wanted =
    /^(package\.json|README\.md|LICENSE|dist\/.+\.(mjs|js|d\.mts)|dist\/THIRD-PARTY-LICENSES\.txt)$/;
  assert.equal(
    files.filter((file) => !wanted.test(file)),
    [],
  );
  for (const file of ['dist/cli.mjs', 'dist/entry/worker.js', 'dist/spawn-task.mjs', 'dist/hook-task.mjs']) {
    assert.ok(files.includes(file), file);
  }
});

test('publint finds nothing wrong with it', async ({ tarball }) => {
  const { messages } = await publint({ pack: { tarball }, level: 'suggestion', strict: true });
  assert.equal(messages, []);
});

test('every entry resolves to matching code and types', async ({ tarball }) => {
  // It brings a compiler along.
  const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  assert.ok(result.types);
  assert.equal(Object.keys(result.entrypoints).sort(), [
    '.',
    './package.json',
    './plugin',
    './plugin-testing',
  ]);
  // The package is for ES modules: old resolution does not know `exports`, and `require()` gets a module.
  const expected = ({ kind, resolutionKind }: { kind: string; resolutionKind?: string }) =>
    (kind === 'NoResolution' && resolutionKind === 'node10') ||
    (kind === 'CJSResolvesToESM' && resolutionKind === 'node16-cjs');
  assert.equal(
    result.problems.filter((problem) => !expected(problem)),
    [],
  );
});

test("it depends on one package, and on each platform's binary for native calls", ({ installed }) => {
  const manifest = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'));
  assert.equal(Object.keys(manifest.dependencies), ['jiti']);
  const optional = Object.keys(manifest.optionalDependencies);
  assert.ok(optional.includes(KOFFI));
  assert.ok(optional.every((name) => /^@koromix\/koffi-(linux|darwin)-(x64|arm64)$/.test(name)));
});

test('its daemon makes native calls, and also works without that package', ({ folder, installed }) => {
  const home = path.join(folder, 'home');
  const opm = (...args: string[]) => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [path.join(installed, 'dist/cli.mjs'), ...args],
      { encoding: 'utf8', env: { ...process.env, OPM_HOME: home } },
    );
    assert.is(status, 0, stderr);
    return stdout;
  };
  const pidfd = () => {
    opm('daemon', 'start');
    const { native } = JSON.parse(opm('daemon', 'status', '--json'));
    opm('daemon', 'stop');
    return native.pidfd;
  };
  assert.is(pidfd(), true);
  fs.rmSync(path.join(folder, 'node_modules', KOFFI), { recursive: true });
  assert.match(pidfd(), /^there is no koffi for /);
});

test('its program runs', ({ folder }) => {
  const { stdout, status } = spawnSync(path.join(folder, 'node_modules/.bin/opm'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
  });
  assert.is(status, 0);
  assert.is(stdout, `${JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version}\n`);
});

test('its three entries can be imported and required, and nothing else', ({ folder }) => {
  for (const [specifier, name] of [
    ['opm', 'connect'],
    ['opm', 'loadConfig'],
    ['opm/plugin', 'definePlugin'],
    ['opm/plugin-testing', 'testPlugin'],
  ]) {
    const imported = node(
      folder,
      `console.log(typeof (await import('${specifier}')).${name})`,
      '--input-type=module',
    );
    assert.is(imported.stdout, 'function\n', imported.stderr);
    const required = node(
      folder,
      `console.log(typeof require('${specifier}').${name})`,
      '--input-type=commonjs',
    );
    assert.is(required.stdout, 'function\n', required.stderr);
  }
  const inside = node(folder, `await import('opm/dist/client.mjs')`, '--input-type=module');
  assert.match(inside.stderr, 'ERR_PACKAGE_PATH_NOT_EXPORTED');
});

for (const resolution of ['node16', 'bundler']) {
  test(`TypeScript finds the types of all entries (moduleResolution ${resolution})`, ({ folder }) => {
    const source = `
import { connect, EXIT, loadConfig, OpmError, resolveHome, type ListEntry } from 'opm';
import { definePlugin } from 'opm/plugin';
import { testPlugin } from 'opm/plugin-testing';
export const plugin = definePlugin({ name: 'p', apiVersion: 1, hooks: { preRestore(ctx) { ctx.log.info('x'); } } });
export async function names(): Promise<string[]> {
  const client = await connect({ home: resolveHome(process.env), start: 'on-demand' });
  const { entries } = await client.call('list', {});
  client.close();
  return entries.map((entry: ListEntry) => entry.name);
}
export const rest = [EXIT.ok, loadConfig, OpmError, testPlugin] as const;
`;
    fs.writeFileSync(path.join(folder, 'use.ts'), source);
    const options = {
      ...{ strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', moduleResolution: resolution },
      ...{ module: resolution === 'node16' ? 'node16' : 'esnext', types: ['node'] },
      typeRoots: [path.join(ROOT, 'node_modules/@types')],
    };
    // One mistake beside it, so that silence means something.
    const wrong = "import { names } from './use.ts';\nexport const first: number = (await names())[0]!;\n";
    fs.writeFileSync(path.join(folder, 'wrong.ts'), wrong);
    const compilerOptions = { ...options, allowImportingTsExtensions: true };
    fs.writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['use.ts', 'wrong.ts'] }),
    );
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      cwd: folder,
    });
    assert.match(stdout, /^wrong\.ts\(2,14\): error TS2322[^\n]*\n$/);
  });
}

packaging.run();
