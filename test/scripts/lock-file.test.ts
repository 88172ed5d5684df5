import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
}

const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const manifest = read('package.json') as Record<string, Record<string, string> | undefined>;
const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** What is wrong with a package of the lock file; `null`: nothing. */
function flaw([path, { version, resolved, integrity }]: [string, LockedPackage]): string | null {
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) return `${path} has no SHA-512`;
  if (resolved !== undefined)
    return `${path} comes from ${resolved}, not from the registry that is configured`;
  return /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? '') ? null : `${path} has the version ${version}`;
}

test('each package of the lock file is pinned by its content, and comes from the registry', () => {
  assert.equal(locked.map(flaw).filter(Boolean), []);
  const good: LockedPackage = { version: '1.0.0', integrity: `sha512-${'a'.repeat(86)}==` };
  assert.is(flaw(['good', good]), null);
  assert.is.not(flaw(['old', { ...good, integrity: 'sha1-abc=' }]), null);
  assert.is.not(flaw(['none', { version: '1.0.0' }]), null);
  assert.is.not(flaw(['git', { ...good, resolved: 'git+ssh://git@example.org/x.git' }]), null);
  assert.is.not(flaw(['tag', { ...good, version: 'latest' }]), null);
});

test('package.json names exact versions, which are those of the lock file', () => {
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
      assert.is(packages[`node_modules/${name}`]?.version, version, name);
    }
  }
});

test('packages with install scripts are known, and installed without running them', () => {
  const scripts = new Set(
    locked
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1)),
  );
  assert.equal([...scripts].sort(), ['bun', 'deno', 'esbuild', 'koffi']);
  const installs = [
    'scripts/install.mjs',
    '.ci/run',
    '.github/workflows/ci.yml',
    '.github/workflows/release.yml',
  ]
    .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split('\n'))
    .filter((line) => /npm'?,? \[?'?(ci|install|i)\b(?! --global)/.test(line));
  assert.is.not(installs.length, 0);
  for (const line of installs) assert.match(line, '--ignore-scripts');
});

test.run();
