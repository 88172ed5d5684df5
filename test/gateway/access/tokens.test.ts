import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { OpmError } from '../../../src/errors.ts';
import { TokenFiles } from '../../../src/gateway/access/token-files.ts';
import { type GoodToken, TokenKeeper } from '../../../src/gateway/access/token-keeper.ts';
import { parseToken } from '../../../src/gateway/access/token-record.ts';

const test = suite<{ home: string; files: TokenFiles }>('tokens');

test.before.each((context) => {
  context.home = mkdtempSync(join(tmpdir(), 'opm-tokens-'));
  context.files = new TokenFiles(join(context.home, 'gateway'));
});
test.after.each(({ home }) => rmSync(home, { recursive: true }));

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return (error as OpmError).code;
  }
  return 'nothing was thrown';
};

test('a token is shown once and stored as a salted hash in a file with mode 0600', async ({ files }) => {
  const { token } = await files.create({ name: 'ci', role: 'operator', lifetimeMs: null });
  assert.match(token, /^opm_[0-9a-f]{12}_[\w-]{43}$/);
  const [kept] = await files.list();
  assert.is(statSync(kept!.file).mode & 0o777, 0o600);
  assert.is(statSync(files.folder).mode & 0o777, 0o700);
  const text = readFileSync(kept!.file, 'utf8');
  assert.not(text.includes(parseToken(token)!.secret));
  assert.equal(kept!.record!.hash.scheme, 'scrypt');
  const twin = await files.create({ name: 'ci-2', role: 'operator', lifetimeMs: null });
  assert.is.not(parseToken(twin.token)!.secret, parseToken(token)!.secret);
});

test('a valid token yields its name and role, and any other text neither', async ({ files }) => {
  const keeper = new TokenKeeper(files);
  const { token } = await files.create({ name: 'ci', role: 'operator', lifetimeMs: null });
  for (const _twice of [1, 2]) {
    const { name, role } = (await keeper.check(token)) as GoodToken;
    assert.equal({ name, role }, { name: 'ci', role: 'operator' });
  }
  const { id, secret } = parseToken(token)!;
  const wrong = [
    '',
    token.slice(0, -1),
    `${token} `,
    `opm_${id}_${'A'.repeat(43)}`,
    `opm_000000000000_${secret}`,
    `opm_../../../x_${secret}`,
    token.toUpperCase(),
  ];
  for (const text of wrong) assert.is(await keeper.check(text), 'unknown', text);
});

test('a token ends when it expires, when it is revoked, and when its file is gone', async ({ files }) => {
  const keeper = new TokenKeeper(files);
  const short = await files.create({ name: 'short', role: 'viewer', lifetimeMs: 60_000 });
  const end = Date.parse(short.record.expiresAt!);
  const { id } = (await keeper.check(short.token, end - 1)) as GoodToken;
  assert.ok(await keeper.stands(id, end - 1));
  assert.is(await keeper.check(short.token, end), 'expired');
  assert.not(await keeper.stands(id, end));

  const long = await files.create({ name: 'long', role: 'viewer', lifetimeMs: null });
  const known = (await keeper.check(long.token)) as GoodToken;
  await files.revoke('long');
  assert.not(await keeper.stands(known.id));
  assert.is(await keeper.check(long.token), 'unknown');
  assert.is(await codeOf(files.revoke('long')), 'TOKEN_UNKNOWN');
});

test('each token name is unique, even when several are created at once', async ({ files }) => {
  const create = () => files.create({ name: 'ci', role: 'admin', lifetimeMs: null });
  const results = await Promise.allSettled([create(), create(), create()]);
  assert.ok(results.filter(({ status }) => status === 'fulfilled').length <= 1);
  assert.is((await files.list()).length, results.filter(({ status }) => status === 'fulfilled').length);
  if ((await files.list()).length === 0) await create();
  assert.is(await codeOf(create()), 'TOKEN_NAME_TAKEN');
  assert.is((await files.list()).length, 1);
});

test('a name cannot be a path', async ({ files }) => {
  for (const name of ['', '../x', 'a/b', '.hidden', 'a b', 'x'.repeat(65), 'a\n'])
    assert.is(
      await codeOf(files.create({ name, role: 'viewer', lifetimeMs: null })),
      'TOKEN_NAME_INVALID',
      name,
    );
});

test('a damaged file is listed but grants no access', async ({ files }) => {
  const { token } = await files.create({ name: 'ci', role: 'admin', lifetimeMs: null });
  const { file } = (await files.list())[0]!;
  for (const text of ['', '{', '{"version":2}', JSON.stringify({ version: 1, role: 'admin' })]) {
    writeFileSync(file, text);
    assert.is((await files.list())[0]!.record, null);
    assert.is(await new TokenKeeper(files).check(token), 'unknown');
  }
});

test.run();
