import {
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkAccess } from '../../../src/runtime/quirks/check-access.ts';

const { R_OK, W_OK, X_OK } = constants;
const test = suite<{ folder: string; file: string }>('access');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'opm-access-'));
  context.file = join(context.folder, 'file');
  writeFileSync(context.file, 'x');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const codeOf = (path: string, mode: number): string => {
  try {
    checkAccess(path, mode);
    return 'allowed';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const isRoot = process.geteuid?.() === 0;
const asRoot = isRoot ? test : test.skip;

test('a missing file is reported as missing', ({ folder }) => {
  assert.is(codeOf(join(folder, 'none'), R_OK), 'ENOENT');
});

test('nobody can execute a file without the permission bit, and a link is judged by its target', ({
  folder,
  file,
}) => {
  chmodSync(file, 0o644);
  symlinkSync(file, join(folder, 'link'));
  assert.is(codeOf(file, X_OK), 'EACCES');
  assert.is(codeOf(join(folder, 'link'), X_OK), 'EACCES');
  chmodSync(file, 0o755);
  assert.is(codeOf(join(folder, 'link'), X_OK), 'allowed');
});

asRoot('root may read, write and enter what belongs to others', ({ folder, file }) => {
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs);
  for (const path of [theirs, file]) {
    chmodSync(path, 0o500);
    chownSync(path, 65534, 65534);
  }
  assert.is(codeOf(theirs, R_OK | W_OK | X_OK), 'allowed');
  assert.is(codeOf(file, R_OK | W_OK), 'allowed');
});

test.run();
