import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openLog, openLogForReading } from '../../../src/runtime/files/open-log.ts';

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
const STRANGER = 64_322;
let folder: string;

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'opm-log-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

const codeOf = (work: () => number): string => {
  try {
    closeSync(work());
    return 'opened';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
};

test('a log is created, appended to and read', () => {
  const file = join(folder, 'app.log');
  for (const text of ['one\n', 'two\n']) {
    const descriptor = openLog(file, APPEND);
    writeSync(descriptor, text);
    closeSync(descriptor);
  }
  assert.is(readFileSync(file, 'utf8'), 'one\ntwo\n');
  assert.is(
    codeOf(() => openLogForReading(file)),
    'opened',
  );
});

test('a link in a folder of our own is followed', () => {
  writeFileSync(join(folder, 'real.log'), '');
  symlinkSync(join(folder, 'real.log'), join(folder, 'app.log'));
  assert.is(
    codeOf(() => openLog(join(folder, 'app.log'), APPEND)),
    'opened',
  );
});

test('a named pipe never blocks', () => {
  assert.is(spawnSync('mkfifo', [join(folder, 'pipe')]).status, 0);
  assert.is(
    codeOf(() => openLog(join(folder, 'pipe'), constants.O_WRONLY)),
    'ENXIO',
  );
  assert.is(
    codeOf(() => openLogForReading(join(folder, 'pipe'))),
    'ELOOP',
  );
});

if (process.getuid?.() !== 0 || process.platform !== 'linux') {
  console.log('skipped: logs in folders of other users (needs root on Linux)');
} else {
  /** A folder of somebody else, beside a file that is none of theirs. */
  const theirs = (): { logs: string; secret: string } => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'secret');
    const logs = join(folder, 'theirs');
    mkdirSync(logs);
    chownSync(logs, STRANGER, STRANGER);
    chmodSync(folder, 0o755);
    return { logs, secret };
  };

  test("in another user's folder, a plain log is opened", () => {
    const { logs } = theirs();
    assert.is(
      codeOf(() => openLog(join(logs, 'app.log'), APPEND)),
      'opened',
    );
  });

  test("in another user's folder, no link, linked folder or hard link is opened", () => {
    const { logs, secret } = theirs();
    symlinkSync(secret, join(logs, 'link.log'));
    symlinkSync(folder, join(logs, 'sub'));
    linkSync(secret, join(logs, 'hard.log'));
    assert.is(spawnSync('mkfifo', [join(logs, 'pipe.log')]).status, 0);
    assert.is(spawnSync('mknod', [join(logs, 'zero.log'), 'c', '1', '5']).status, 0);
    for (const name of ['link.log', 'sub/secret', 'hard.log', 'zero.log', 'pipe.log']) {
      const path = join(logs, name);
      assert.match(
        codeOf(() => openLog(path, constants.O_WRONLY)),
        /^(ELOOP|ENOTDIR|ENXIO)$/,
        name,
      );
      assert.match(
        codeOf(() => openLogForReading(path)),
        /^(ELOOP|ENOTDIR)$/,
        name,
      );
    }
    assert.is(readFileSync(secret, 'utf8'), 'secret');
  });

  test('a parent folder that is replaced by a link is noticed', () => {
    const { logs } = theirs();
    mkdirSync(join(logs, 'a'));
    writeFileSync(join(logs, 'a', 'app.log'), '');
    symlinkSync(join(logs, 'a'), join(logs, 'b'));
    assert.is(
      codeOf(() => openLog(join(logs, 'a', 'app.log'), APPEND)),
      'opened',
    );
    assert.match(
      codeOf(() => openLog(join(logs, 'b', 'app.log'), APPEND)),
      /^(ELOOP|ENOTDIR)$/,
    );
  });
}

test.run();
