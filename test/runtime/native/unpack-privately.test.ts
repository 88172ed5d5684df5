import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openKoffi } from '../../../src/runtime/native/library/koffi.ts';
import { koffiFile } from '../../../src/runtime/native/library/koffi-file.ts';
import { unpackPrivately } from '../../../src/runtime/native/library/unpack-privately.ts';

const test = suite<{ folder: string }>('a file unpacked privately');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'opm-unpack-'));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test('has the content and is in no folder, not even while in use', ({ folder }) => {
  const bytes = Buffer.from('content');
  const seen = unpackPrivately(bytes, folder, (path) => ({
    content: readFileSync(path, 'latin1'),
    mode: statSync(path).mode & 0o777,
    names: process.platform === 'linux' ? readdirSync(folder) : [],
  }));
  assert.equal(seen, { content: 'content', mode: 0o700, names: [] });
  assert.equal(readdirSync(folder), []);
});

test('can be loaded as a library', ({ folder }) => {
  const { koffi } = unpackPrivately(readFileSync(koffiFile()!.path), folder, openKoffi);
  assert.type(koffi.errno(), 'number');
});

test('leaves neither a name nor a descriptor if it cannot be used', ({ folder }) => {
  const open = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);
  const before = open();
  const fail = () =>
    unpackPrivately(Buffer.from('x'), folder, () => {
      throw new Error('useless');
    });
  assert.throws(fail, /useless/);
  assert.equal(readdirSync(folder), []);
  assert.is(open(), before);
});

test('a folder that does not exist is an error', () => {
  assert.throws(() => unpackPrivately(Buffer.from('x'), '/nonexistent', () => {}), /ENOENT/);
});

test.run();
