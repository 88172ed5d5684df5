import fs from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from '../lab.ts';
import { ask, withGateway } from './served-gateway.ts';

interface Problem {
  type: string;
  status: number;
  detail: string;
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test('a token is created, listed without its secret, accepted, and refused as soon as it is revoked', () =>
  withGateway(async (gateway, lab) => {
    const session = `${gateway.url}/api/v1/session`;
    const token = (await lab.ok(['token', 'create', 'ci', '--role', 'operator', '--expires', '90d'])).trim();
    const listed = await lab.ok(['token', 'list', '--json']);
    assert.not(listed.includes(token.split('_')[2]!));
    const [{ name, role, state }] = JSON.parse(listed);
    assert.equal({ name, role, state }, { name: 'ci', role: 'operator', state: 'good' });
    assert.equal((await ask(session, bearer(token))).json(), { role: 'operator', name: 'ci', by: 'token' });

    const without = await ask(session);
    assert.is(without.status, 401);
    assert.match(without.headers['www-authenticate'] ?? '', /^Bearer/);
    assert.is(without.headers['content-type'], 'application/problem+json');
    assert.is(without.json<Problem>().type, 'urn:opm:problem:not-signed-in');
    assert.is(
      (await ask(session, bearer(token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))))).status,
      401,
    );

    await lab.ok(['token', 'revoke', 'ci']);
    assert.is((await ask(session, bearer(token))).status, 401);
    assert.is((await lab.opm(['token', 'revoke', 'ci'])).code, 1);
    const { stderr } = await gateway.stop();
    assert.match(stderr, /refused an invalid token from 127\.0\.0\.1/);
    assert.not(stderr.includes(token));
  }));

test('a link opens one session, whose cookie scripts cannot read and other sites do not send', () =>
  withGateway(async (gateway, lab) => {
    const session = `${gateway.url}/api/v1/session`;
    const { url, role } = JSON.parse(await lab.ok(['dashboard', '--role', 'viewer', '--json']));
    assert.is(role, 'viewer');
    assert.ok(url.startsWith(`${gateway.url}/#link=`));
    const link = url.split('=')[1];
    const opened = await ask(session, { method: 'POST', body: { link } });
    assert.is(opened.status, 201);
    const [header = ''] = opened.headers['set-cookie'] ?? [];
    assert.match(header, 'HttpOnly');
    assert.match(header, 'SameSite=Strict');
    const cookie = header.split(';')[0]!;
    const { key } = opened.json<{ key: string }>();
    const signedIn = { cookie, 'opm-session-key': key };
    assert.is((await ask(session, { headers: signedIn })).json<{ role: string }>().role, 'viewer');
    // Another port of this host sees the cookie but not the key.
    assert.is((await ask(session, { headers: { cookie } })).status, 401);
    assert.is((await ask(session, { method: 'POST', body: { link } })).status, 401);
    assert.is((await ask(session, { method: 'DELETE', headers: signedIn })).status, 204);
    assert.is((await ask(session, { headers: signedIn })).status, 401);
  }));

test('a session opened with a token ends with the token', () =>
  withGateway(async (gateway, lab) => {
    const session = `${gateway.url}/api/v1/session`;
    const token = (await lab.ok(['token', 'create', 'ann'])).trim();
    const opened = await ask(session, { method: 'POST', body: { token } });
    const cookie = opened.headers['set-cookie']![0]!.split(';')[0]!;
    const headers = { cookie, 'opm-session-key': opened.json<{ key: string }>().key };
    assert.is((await ask(session, { headers })).status, 200);
    await lab.ok(['token', 'revoke', 'ann']);
    assert.is((await ask(session, { headers })).status, 401);
  }));

test('a foreign host name, a foreign origin and an oversized body are refused before anything else', () =>
  withGateway(
    async (gateway, lab) => {
      const [record] = fs.readdirSync(path.join(lab.home, 'gateway/serving')) as [string];
      const text = fs.readFileSync(path.join(lab.home, 'gateway/serving', record), 'utf8');
      const [publicUrl, local] = (JSON.parse(text) as { urls: [string, string] }).urls;
      assert.is(publicUrl, gateway.url);
      const token = (await lab.ok(['token', 'create', 'ci'])).trim();
      const { headers } = bearer(token);
      const asked = (more: Record<string, string>) =>
        ask(`${local}/api/v1/session`, { headers: { ...headers, ...more } });
      assert.is((await asked({})).status, 200);
      assert.is((await asked({ host: 'opm.example.com' })).status, 200);
      const rebound = await asked({ host: 'evil.example' });
      assert.is(rebound.status, 421);
      assert.is(rebound.json<Problem>().type, 'urn:opm:problem:host-unknown');
      assert.is((await asked({ origin: 'https://evil.example' })).status, 403);
      assert.is((await asked({ origin: 'http://127.0.0.1:3000' })).status, 403);
      assert.is((await asked({ origin: local })).status, 200);
      const long = await ask(`${local}/api/v1/session`, {
        method: 'POST',
        body: 'x'.repeat(2 * 1024 * 1024),
      });
      assert.is(long.status, 413);
      await gateway.stop();
      assert.equal(fs.readdirSync(path.join(lab.home, 'gateway/serving')), []);
    },
    ['--listen', '127.0.0.1:0', '--public-url', 'https://opm.example.com'],
  ));

test('every answer carries the security headers for browsers', () =>
  withGateway(async (gateway) => {
    for (const route of ['/healthz', '/nothing', '/api/v1/session']) {
      const { headers } = await ask(`${gateway.url}${route}`);
      assert.match(headers['content-security-policy'] as string, "default-src 'none'", route);
      assert.not.match(headers['content-security-policy'] as string, 'unsafe', route);
      assert.is(headers['x-content-type-options'], 'nosniff', route);
      assert.is(headers['x-frame-options'], 'DENY', route);
      assert.is(headers['access-control-allow-origin'], undefined, route);
    }
  }));

test('opm dashboard starts its own gateway if none is running, until Ctrl-C', async () => {
  const lab = new Lab();
  const { child, ended } = lab.start(['dashboard']);
  try {
    const url = await new Promise<URL>((resolve, reject) => {
      child.stdout?.once('data', (line: string) => resolve(new URL(line.trim())));
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    });
    const session = `${url.origin}/api/v1/session`;
    const link = url.hash.slice('#link='.length);
    assert.is(
      (await ask(session, { method: 'POST', body: { link } })).json<{ role: string }>().role,
      'admin',
    );
    process.kill(child.pid!, 'SIGINT');
    assert.is((await ended).code, 0);
  } finally {
    await lab.end();
  }
});

test.run();
