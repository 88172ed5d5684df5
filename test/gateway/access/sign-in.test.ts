import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OpmError } from '../../../src/errors.ts';
import { FailedTries } from '../../../src/gateway/access/failed-tries.ts';
import { parseLifetime } from '../../../src/gateway/access/lifetime.ts';
import { isSameOrigin, KnownHosts } from '../../../src/gateway/access/request-origin.ts';
import { roleIncludes } from '../../../src/gateway/access/role.ts';
import { Sessions } from '../../../src/gateway/access/sessions.ts';
import { LINK_LIFETIME_MS, SignInLinks } from '../../../src/gateway/access/sign-in-links.ts';

async function withLinks(work: (links: SignInLinks, folder: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'opm-links-'));
  try {
    await work(new SignInLinks(join(home, 'gateway')), join(home, 'gateway/links'));
  } finally {
    rmSync(home, { recursive: true });
  }
}

test('a link works once, for the first of several visitors', () =>
  withLinks(async (links, folder) => {
    const secret = await links.create({ role: 'operator', name: 'ann' });
    const [file] = readdirSync(folder) as [string];
    assert.not(file.includes(secret));
    assert.is(statSync(join(folder, file)).mode & 0o777, 0o600);
    const taken = await Promise.all([links.take(secret), links.take(secret), links.take(secret)]);
    assert.equal(
      taken.filter((signIn) => signIn !== null),
      [{ role: 'operator', name: 'ann' }],
    );
    assert.is(await links.take(secret), null);
    assert.is(await links.take('../tokens/x'), null);
  }));

test('an expired link grants no access and is removed when the next one is created', () =>
  withLinks(async (links, folder) => {
    const first = await links.create({ role: 'admin', name: 'ann' }, 1_000);
    assert.is(await links.take(first, 1_000 + LINK_LIFETIME_MS), null);
    await links.create({ role: 'admin', name: 'ann' }, 1_000);
    await links.create({ role: 'admin', name: 'ann' }, 1_001 + LINK_LIFETIME_MS);
    assert.is(readdirSync(folder).length, 1);
  }));

test('a session needs both the cookie and the key', () => {
  const sessions = new Sessions();
  const ann = sessions.open({ role: 'admin', name: 'ann', tokenId: null });
  const bob = sessions.open({ role: 'viewer', name: 'bob', tokenId: null });
  assert.is(sessions.find(ann.cookie, ann.key)!.name, 'ann');
  assert.is(sessions.find(ann.cookie, bob.key), null);
  assert.is(sessions.find(ann.cookie, ''), null);
  assert.is(sessions.find(ann.key, ann.key), null);
  sessions.close(ann.cookie);
  assert.is(sessions.find(ann.cookie, ann.key), null);
  assert.is(sessions.find(bob.cookie, bob.key)!.role, 'viewer');
});

test('a session ends when unused, and after a week', () => {
  const hour = 3_600_000;
  const sessions = new Sessions();
  const idle = sessions.open({ role: 'viewer', name: 'idle', tokenId: null }, 0);
  assert.ok(sessions.find(idle.cookie, idle.key, 11 * hour));
  assert.ok(sessions.find(idle.cookie, idle.key, 22 * hour));
  assert.is(sessions.find(idle.cookie, idle.key, 34 * hour), null);
  const busy = sessions.open({ role: 'viewer', name: 'busy', tokenId: null }, 0);
  for (let at = 0; at < 168; at += 6) assert.ok(sessions.find(busy.cookie, busy.key, at * hour));
  assert.is(sessions.find(busy.cookie, busy.key, 168 * hour), null);
});

test('sessions do not fill the memory: the least recently used one is dropped', () => {
  const sessions = new Sessions();
  const open = (name: string, at: number) => sessions.open({ role: 'viewer', name, tokenId: null }, at);
  const [old, used] = [open('old', 0), open('used', 1)];
  sessions.find(used.cookie, used.key, 2);
  for (let count = 0; count < 255; count += 1) open(`more-${count}`, 3);
  assert.is(sessions.find(old.cookie, old.key, 4), null);
  assert.ok(sessions.find(used.cookie, used.key, 4));
});

test('each failure from an address is delayed longer than the one before, up to a limit, and is forgiven in the end', () => {
  const tries = new FailedTries();
  const delays = [1, 2, 3, 4, 5, 6, 7].map(() => tries.note('10.0.0.1', 0).delayMs);
  assert.equal(delays, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  assert.is(tries.note('10.0.0.2', 0).delayMs, 250);
  assert.is(tries.note('10.0.0.1', 14 * 60_000).count, 8);
  assert.is(tries.note('10.0.0.1', 30 * 60_000).count, 1);
});

test('delayed answers do not pile up', () => {
  const tries = new FailedTries();
  for (let count = 0; count < 64; count += 1) void tries.hold(1);
  assert.is(tries.note('10.0.0.1').delayMs, null);
});

test('a host is an address, localhost or a given name, with any port', () => {
  const hosts = new KnownHosts(['opm.example.com']);
  for (const host of [
    '127.0.0.1:9615',
    'localhost',
    'LOCALHOST:80',
    '[::1]:9615',
    '10.1.2.3:80',
    'opm.example.com:443',
  ]) {
    assert.ok(hosts.has(host), host);
  }
  for (const host of [
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    '[evil]',
    'a:b:c',
  ]) {
    assert.not(hosts.has(host), host);
  }
});

test('an origin is the same if host and port are', () => {
  const host = '127.0.0.1:9615';
  assert.ok(isSameOrigin({ origin: undefined, host }));
  assert.ok(isSameOrigin({ origin: 'http://127.0.0.1:9615', host }));
  for (const origin of ['null', 'http://127.0.0.1:3000', 'https://evil.example', 'file://127.0.0.1:9615', ''])
    assert.not(isSameOrigin({ origin, host }), origin);
});

test('a lifetime is a number of minutes, hours, days or weeks', () => {
  assert.is(parseLifetime('90d'), 90 * 86_400_000);
  assert.is(parseLifetime('30m'), 1_800_000);
  for (const text of ['', '0d', '-1d', '1y', '90', '1.5h', '999999w']) {
    try {
      parseLifetime(text);
      assert.unreachable(text);
    } catch (error) {
      assert.is((error as OpmError).code, 'LIFETIME_INVALID', text);
    }
  }
});

test('each role includes those before it', () => {
  assert.ok(roleIncludes('admin', 'viewer'));
  assert.ok(roleIncludes('operator', 'operator'));
  assert.not(roleIncludes('viewer', 'operator'));
});

test.run();
