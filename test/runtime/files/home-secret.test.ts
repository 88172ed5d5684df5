import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openHomeSecret, readHomeSecret, writeHomeSecret } from '../../../src/runtime/files/home-secret.ts';

const test = suite<{ folder: string; file: string }>('the secret of a home');
test.before.each((context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), 'opm-secret-'));
  context.file = join(context.folder, 'ledger.key');
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));

test('is made once, readable by its owner alone', ({ folder, file }) => {
  assert.is(readHomeSecret(file), null);
  const umask = process.umask(0);
  const { secret, problem } = openHomeSecret(file);
  process.umask(umask);
  assert.is(problem, null);
  assert.is(secret.length, 32);
  assert.is(fs.statSync(file).mode & 0o777, 0o600);
  assert.ok(openHomeSecret(file).secret.equals(secret));
  assert.ok(readHomeSecret(file)?.equals(secret));
  assert.equal(fs.readdirSync(folder), ['ledger.key']);
});

test('that is damaged is replaced', ({ file }) => {
  fs.writeFileSync(file, Buffer.alloc(32));
  assert.is(readHomeSecret(file), null);
  fs.writeFileSync(file, 'short');
  assert.is(readHomeSecret(file), null);
  const { secret } = openHomeSecret(file);
  assert.ok(readHomeSecret(file)?.equals(secret));
});

test('is written over what a writer left that was killed', ({ file }) => {
  fs.writeFileSync(`${file}.new`, 'cut off');
  writeHomeSecret(file, Buffer.alloc(32, 3));
  assert.ok(readHomeSecret(file)?.equals(Buffer.alloc(32, 3)));
});

test('that cannot be written counts for this daemon alone', ({ folder }) => {
  const { secret, problem } = openHomeSecret(join(folder, 'missing', 'ledger.key'));
  assert.is(secret.length, 32);
  assert.match(problem ?? '', 'ENOENT');
});

test('is no link', ({ folder, file }) => {
  writeHomeSecret(join(folder, 'elsewhere'), Buffer.alloc(32, 3));
  fs.symlinkSync('elsewhere', file);
  assert.throws(() => openHomeSecret(file), /symbolic link/);
});

const asRoot = process.geteuid?.() === 0 ? test : test.skip;
asRoot('that belongs to somebody else is refused', ({ file }) => {
  writeHomeSecret(file, Buffer.alloc(32, 3));
  fs.chownSync(file, 64321, 64321);
  for (const read of [readHomeSecret, openHomeSecret]) assert.throws(() => read(file), /belongs to/);
});

test.run();
