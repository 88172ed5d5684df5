import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../src/errors.ts';
import { homePaths, prepareHome, resolveHome } from '../../src/runtime/home.ts';
import { trustHome } from '../../src/runtime/home-trust.ts';
import { startProgram, whyNoNamespaces } from './run-program.ts';

const program = new URL('./home.program.ts', import.meta.url);
let folder: string;

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'opm-home-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

function refusal(home: string): OpmError {
  try {
    prepareHome(home);
  } catch (error) {
    assert.instance(error, OpmError);
    return error as OpmError;
  }
  throw new Error(`"${home}" was accepted`);
}

test('the home is OPM_HOME, else .opm in HOME, always absolute', () => {
  assert.is(resolveHome({ OPM_HOME: '/srv/opm', HOME: '/root' }), '/srv/opm');
  assert.is(resolveHome({ OPM_HOME: 'state', HOME: '/root' }), join(process.cwd(), 'state'));
  assert.is(resolveHome({ OPM_HOME: '', HOME: '/home/a' }), '/home/a/.opm');
  assert.is(resolveHome({}), join(homedir(), '.opm'));
});

test('everything in a home is inside it', () => {
  for (const path of Object.values(homePaths('/srv/opm'))) assert.match(path, /^\/srv\/opm/);
});

test('a missing home is created with its parents, inaccessible to others', () => {
  const home = join(folder, 'a', 'b');
  prepareHome(home);
  assert.is(statSync(home).mode & 0o777, 0o700);
  prepareHome(home);
});

test('a home that others can enter is made inaccessible to them', () => {
  chmodSync(folder, 0o755);
  prepareHome(folder);
  assert.is(statSync(folder).mode & 0o777, 0o700);
});

test('a folder with other content is not made inaccessible', () => {
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'index.html'), '');
  const error = refusal(folder);
  assert.is(error.code, 'HOME_HOLDS_OTHER_THINGS');
  assert.match(error.message, 'holds "index.html"');
  assert.is(statSync(folder).mode & 0o777, 0o755);
});

test('a symbolic link to a folder is a home', () => {
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  prepareHome(join(folder, 'link'));
  assert.is(statSync(join(folder, 'real')).mode & 0o777, 0o700);
});

test('a file, a dangling link, and a path through a file are rejected as home', () => {
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'nothing', 'here'), join(folder, 'dangling'));
  for (const home of ['file', 'dangling', 'file/home']) {
    const error = refusal(join(folder, home));
    assert.is(error.code, 'HOME_NOT_A_FOLDER', home);
    assert.is(error.exitCode, 1);
    assert.match(error.message, join(folder, home));
  }
});

test('the longest possible socket path is accepted, and one byte more is refused before anything is created', () => {
  const limit = process.platform === 'darwin' ? 104 : 108;
  const fits = join(folder, 'x'.repeat(limit - 1 - folder.length - '/'.length - '/opm-00000000.sock'.length));
  prepareHome(fits);
  const error = refusal(`${fits}y`);
  assert.is(error.code, 'SOCKET_PATH_TOO_LONG');
  assert.match(error.message, 'at least 1 bytes shorter');
  assert.is(statSync(`${fits}y`, { throwIfNoEntry: false }), undefined);
});

if (process.getuid?.() !== 0) {
  console.log('skipped: homes of other users (needs root)');
} else {
  test("another user's home is refused with the names of both users", () => {
    chownSync(folder, 65534, 65534);
    const error = refusal(folder);
    assert.is(error.code, 'HOME_OF_OTHER');
    assert.match(error.message, 'belongs to nobody, and OPM runs as root');
    assert.is(statSync(folder).mode & 0o777, 0o700);
    chownSync(folder, 54321, 54321);
    assert.match(refusal(folder).message, 'belongs to #54321');
  });

  test("as root, a home inside another user's folder is refused, and so is one behind their link", () => {
    const theirs = join(folder, 'theirs');
    mkdirSync(join(theirs, 'home'), { recursive: true, mode: 0o700 });
    chownSync(theirs, 54321, 54321);
    const below = refusal(join(theirs, 'home'));
    assert.is(below.code, 'HOME_IN_REACH');
    assert.match(below.message, `"${theirs}" on the way to it belongs to #54321`);
    assert.is(refusal(join(theirs, 'new')).code, 'HOME_IN_REACH');
    mkdirSync(join(folder, 'mine'), { mode: 0o700 });
    const link = join(folder, 'link');
    symlinkSync(join(folder, 'mine'), link);
    lchownSync(link, 54321, 54321);
    assert.is(refusal(link).code, 'HOME_IN_REACH');
    assert.throws(() => trustHome(link), /Refusing to use the home/);
  });

  test('as root, a home in a world-writable folder is refused, unless the folder is sticky', () => {
    mkdirSync(join(folder, 'open', 'home'), { recursive: true });
    chmodSync(join(folder, 'open'), 0o777);
    assert.match(refusal(join(folder, 'open', 'home')).message, /everyone can write .*chmod o-w/);
    chmodSync(join(folder, 'open'), 0o1777);
    prepareHome(join(folder, 'open', 'home'));
  });

  test("in a home of root's, files that others could write are not trusted", () => {
    writeFileSync(join(folder, 'ledger.jsonl'), '');
    chmodSync(folder, 0o777);
    assert.is(refusal(folder).code, 'HOME_WAS_OPEN');
    assert.is(statSync(folder).mode & 0o777, 0o777);
  });

  test('a home that cannot be created for lack of permission is named', async () => {
    const wrapper = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const running = startProgram(program, { wrapper, args: [join(folder, 'home')] });
    assert.match(await running.nextLine(), /^HOME_UNUSABLE 1 .*permission denied/);
    await running.ended;
  });
}

const noNamespaces = whyNoNamespaces();
if (noNamespaces !== null) {
  console.log(`skipped: a home on a read-only disk (${noNamespaces})`);
} else {
  for (const [title, made] of [
    ['that exists', 'mkdir -m 700 "$0/home"'],
    ['that is to be made', ':'],
  ]) {
    test(`a home ${title} on a read-only disk is refused`, async () => {
      const script = `mount -t tmpfs none "$0" && ${made} && mount -o remount,ro "$0" && exec "$@"`;
      const wrapper = ['unshare', '--mount', 'sh', '-c', script, folder];
      const running = startProgram(program, { wrapper, args: [join(folder, 'home')] });
      assert.match(await running.nextLine(), /^HOME_READ_ONLY 1 /);
      await running.ended;
    });
  }
}

test.run();
