import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hostBun } from '../../scripts/bun.mjs';
import { fleetHome } from '../../scripts/fleet.mjs';
import { missingPackage } from '../../scripts/install.mjs';
import { ROOT } from '../runner/subject.ts';

/** A project folder whose lock file wants `wanted` and where npm installed `installed`. */
function missingIn(wanted: object, installed: object | null): string | null {
  const root = mkdtempSync(join(tmpdir(), 'opm-install-'));
  try {
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (installed !== null) {
      writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
    }
    return missingPackage(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const a = { 'node_modules/a': { version: '1.0.0' } };

test('nothing is installed again when every package has the version of the lock file', () => {
  assert.is(missingIn({ '': { name: 'opm' }, ...a }, a), null);
});

test('a package that is missing or has another version is noticed', () => {
  assert.is(missingIn(a, null), 'node_modules/a');
  assert.is(missingIn(a, {}), 'node_modules/a');
  assert.is(missingIn(a, { 'node_modules/a': { version: '1.0.1' } }), 'node_modules/a');
});

test('a package for another platform does not count as missing', () => {
  assert.is(missingIn({ ...a, 'node_modules/b': { version: '1.0.0', optional: true } }, a), null);
});

test('the Bun among the packages is the one in the lock file, wherever npm put it', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const version = execFileSync(hostBun(), ['--version'], { encoding: 'utf8' }).trim();
  assert.is(version, packages['node_modules/bun'].version);
});

test("the fleet's home is in the project, or in a shorter path if a socket needs it", () => {
  assert.is(fleetHome('/srv/opm'), '/srv/opm/.opm');
  const [one, other] = [fleetHome(`/srv/${'a'.repeat(81)}`), fleetHome(`/srv/${'b'.repeat(81)}`)];
  assert.ok(Buffer.byteLength(`${one}/opm-01234567.sock`) <= 107);
  assert.is.not(one, other);
});

test.run();
