import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from './lab.ts';

const test = suite<{ lab: Lab }>('homes that cannot be used');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const STACK = /\n\s+at .+:\d+/;
const isRoot = process.getuid?.() === 0;

/** Commands that need the home fail with one clear message. */
async function refused(lab: Lab, home: string, code: number, reason: RegExp): Promise<void> {
  const config = lab.config([{ name: 'a', command: 'sleep 1000', minUptime: 0 }]);
  for (const args of [
    ['restore', '--config', config],
    ['list', '--json'],
    ['start', 'sleep 1000'],
    ['daemon', 'start'],
    ['daemon', 'run'],
  ]) {
    const ran = await lab.opm(args, { env: { OPM_HOME: home } });
    assert.is(ran.code, code, `opm ${args.join(' ')}: ${ran.stderr}`);
    assert.match(ran.stderr, reason);
    assert.not.match(ran.stderr, STACK);
    assert.is(ran.stdout, '');
  }
}

test('a home that is a file', ({ lab }) =>
  refused(lab, lab.write('a-file', ''), 1, /home ".*a-file" is not a folder/));

test('a home inside a file', ({ lab }) =>
  refused(lab, `${lab.write('a-file', '')}/home`, 1, /home ".*a-file\/home" is not a folder/));

test('a home whose socket path would be too long', async ({ lab }) => {
  const home = path.join(lab.folder, 'x'.repeat(120 - lab.folder.length));
  await refused(lab, home, 1, /too long: .*allows 1\d\d.*bytes shorter/s);
  assert.not.ok(fs.existsSync(home));
});

if (isRoot) {
  test('a home that belongs to another user', async ({ lab }) => {
    const home = path.join(lab.folder, 'theirs');
    fs.mkdirSync(home);
    fs.chownSync(home, 65_534, 65_534);
    await refused(lab, home, 1, /home ".*theirs" belongs to .*, and OPM runs as root/);
    assert.equal(fs.readdirSync(home), []);
  });

  test('a home on a read-only disk', async ({ lab }) => {
    const home = path.join(lab.folder, 'frozen');
    fs.mkdirSync(home);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'opm-test', home]);
    try {
      await refused(lab, home, 1, /home ".*frozen" is on a read-only file system/);
      await refused(lab, `${home}/below`, 1, /read-only/);
    } finally {
      execFileSync('umount', [home]);
    }
  });
}

test('a daemon that cannot start says why, or its log does', async ({ lab }) => {
  fs.mkdirSync(path.join(lab.home, 'ledger.jsonl'), { recursive: true, mode: 0o700 });
  const said = await lab.opm(['list']);
  assert.is.not(said.code, 0);
  assert.match(said.stderr, /ledger\.jsonl/);
  assert.not.match(said.stderr, STACK);
  fs.rmdirSync(path.join(lab.home, 'ledger.jsonl'));

  const silent = await lab.opm(['list'], { env: { OPM_TEST_FAULT: 'recovery.opened:1:throw' } });
  assert.is(silent.code, 69);
  assert.match(
    silent.stderr,
    /daemon could not be started.*The last lines of its log:\n {2}.*recovery\.opened/s,
  );
  assert.is((await lab.opm(['list'])).code, 0, 'without the fault it starts');
});

test('a home without a place', async ({ lab }) => {
  const { code, stdout } = await lab.opm(['daemon', 'status', '--json'], {
    cwd: lab.folder,
    env: { OPM_HOME: 'relative/home' },
  });
  assert.is(code, 69);
  assert.is(JSON.parse(stdout).home, path.join(lab.folder, 'relative/home'));
});

test.run();
