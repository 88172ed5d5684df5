import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAccount, UserLookup } from '../../../../src/supervise/start/attributes/user.ts';
import { temporaryFolder } from '../../parts.ts';

/** Bun's `userInfo` takes the name from the environment. */
const me = { ...userInfo(), username: execFileSync('id', ['-un'], { encoding: 'utf8' }).trim() };
const empty = join(temporaryFolder(), 'passwd');
writeFileSync(empty, '');

test('finds the user that runs this test, by name and by number', async () => {
  const users = new UserLookup();
  const byName = await users.find(me.username);
  assert.equal(byName, { name: me.username, uid: me.uid, gid: me.gid, home: me.homedir, shell: me.shell });
  assert.equal(await users.find(String(me.uid)), byName);
});

test('asks the system for a user that is not in the passwd file', async () => {
  const account = await new UserLookup({ passwdFile: empty }).find(me.username);
  assert.is(account?.uid, me.uid);
});

test('reports a missing user', async () => {
  const users = new UserLookup();
  for (const name of ['no-such-user-here', '', '-h', 'root:x', String(2 ** 32), String(2 ** 32 - 1)]) {
    assert.is(await users.find(name), null, name);
  }
});

test("a number without an account means itself, without root's group", async () => {
  assert.equal(await new UserLookup({ passwdFile: empty }).find('3999999'), {
    name: '3999999',
    uid: 3_999_999,
    gid: 3_999_999,
    home: '/',
    shell: '/bin/sh',
  });
});

test('a name made of digits is a name first', async () => {
  const file = join(temporaryFolder(), 'passwd');
  writeFileSync(file, 'first:x:1000:1:::\n1000:x:7:8:::\n');
  const users = new UserLookup({ passwdFile: file });
  assert.is((await users.find('1000'))?.uid, 7);
  assert.is((await users.find('first'))?.uid, 1000);
});

test('an account is looked up once per batch', async () => {
  const file = join(temporaryFolder(), 'passwd');
  writeFileSync(file, 'svc:x:4321:4321::/srv:/bin/sh\n');
  const users = new UserLookup({ passwdFile: file });
  assert.is((await users.find('svc'))?.home, '/srv');
  writeFileSync(file, 'svc:x:4321:4321::/elsewhere:/bin/sh\n');
  assert.is((await users.find('svc'))?.home, '/srv');
  assert.is((await new UserLookup({ passwdFile: file }).find('svc'))?.home, '/elsewhere');
});

test('parses lines of passwd and of macOS, and skips anything else', () => {
  const expected = { name: 'ann', uid: 501, gid: 20, home: '/Users/ann', shell: '/bin/zsh' };
  assert.equal(parseAccount('ann:x:501:20:Ann,,,:/Users/ann:/bin/zsh'), expected);
  assert.equal(parseAccount('ann:********:501:20::0:0:Ann:/Users/ann:/bin/zsh'), expected);
  assert.equal(parseAccount('ann:x:501:20:::'), { ...expected, home: '/', shell: '/bin/sh' });
  for (const line of ['', '# comment', '+::::::', 'ann:x:::::', ':x:1:1:::', 'ann:x:1:1', 'ann:x:one:1:::']) {
    assert.is(parseAccount(line), null, line);
  }
});

test.run();
