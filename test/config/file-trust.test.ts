import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refuseWritableByOthers } from '../../src/config/file-trust.ts';
import { OpmError } from '../../src/errors.ts';
import { inFolder } from './temp-folder.ts';

const IS_ROOT = process.getuid?.() === 0;
const STRANGER = 12_345;

/** The refusal, or `null` when the file was taken. */
function refusalOf(path: string): string | null {
  try {
    refuseWritableByOthers(path);
    return null;
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).code, 'FILE_UNTRUSTED');
    return (error as OpmError).message;
  }
}

async function inTree(body: (folder: string, file: string) => void): Promise<void> {
  await inFolder({ 'sub/a.json': '{}' }, (folder) => {
    chmodSync(join(folder, 'sub'), 0o755);
    chmodSync(join(folder, 'sub/a.json'), 0o644);
    body(folder, join(folder, 'sub/a.json'));
  });
}

if (IS_ROOT) {
  test("as root, a file of root's in folders of root's is accepted, even below the sticky /tmp", () =>
    inTree((_, file) => assert.is(refusalOf(file), null)));

  test('as root, a file that everybody or a group can write is refused with the remedy', () =>
    inTree((_, file) => {
      chmodSync(file, 0o646);
      assert.match(refusalOf(file)!, `everyone can write it. Run "chmod o-w ${file}"`);
      chmodSync(file, 0o664);
      assert.match(
        refusalOf(file)!,
        `group 0, or a user that its ACL names, can write it. Run "chmod g-w ${file}"`,
      );
      chownSync(file, 0, STRANGER);
      chmodSync(file, 0o664);
      assert.match(refusalOf(file)!, `group ${STRANGER}`);
    }));

  test("as root, another user's file is refused", () =>
    inTree((_, file) => {
      chownSync(file, STRANGER, 0);
      assert.match(refusalOf(file)!, `it belongs to user ${STRANGER}. Run "chown root ${file}"`);
    }));

  test('as root, a folder on the path that others can write is as bad as the file', () =>
    inTree((folder, file) => {
      chmodSync(join(folder, 'sub'), 0o777);
      assert.match(refusalOf(file)!, `everyone can write the folder ${folder}/sub`);
      chmodSync(join(folder, 'sub'), 0o1777);
      assert.is(refusalOf(file), null, 'in a sticky folder nobody replaces files of root');
      chmodSync(join(folder, 'sub'), 0o755);
      chownSync(folder, STRANGER, 0);
      assert.match(refusalOf(file)!, `the folder ${folder} belongs to user ${STRANGER}`);
    }));

  test('as root, both ends of a link are checked', () =>
    inTree((folder, file) => {
      mkdirSync(join(folder, 'links'));
      const link = join(folder, 'links/a.json');
      symlinkSync(file, link);
      assert.is(refusalOf(link), null);
      chmodSync(join(folder, 'links'), 0o777);
      assert.match(refusalOf(link)!, `the folder ${folder}/links`);
      chmodSync(join(folder, 'links'), 0o755);
      chmodSync(join(folder, 'sub'), 0o777);
      assert.match(refusalOf(link)!, `the folder ${folder}/sub`);
    }));
} else {
  test('any other user may use files that others can write', () =>
    inTree((_, file) => {
      chmodSync(file, 0o666);
      assert.is(refusalOf(file), null);
    }));
}

test('a path that does not exist is left to the code that opens it', () =>
  inTree((folder) => {
    writeFileSync(join(folder, 'file'), '');
    assert.is(refusalOf(join(folder, 'nope/nope.json')), null);
    assert.is(refusalOf(join(folder, 'file/nope.json')), null);
  }));

test.run();
