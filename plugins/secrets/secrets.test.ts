import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { options } from './options.ts';
import { parseDotenv, parseJson } from './parse.ts';
import { folder, run, secretFile, useFolder, VALUE } from './test-run.ts';

useFolder();

test('gives a dotenv file to every app that stays or starts', async () => {
  await secretFile('db.env', `# the database\nexport DB_USER=shop\nDB_PASSWORD="${VALUE} \\"x\\""\n`);
  const { env, error, problems } = await run([{ file: 'db.env' }]);
  assert.is(error, null);
  assert.equal(problems, []);
  const variables = { DB_USER: 'shop', DB_PASSWORD: `${VALUE} "x"` };
  assert.equal(env, { api: variables, db: variables });
});

test('reads JSON, optionally at a path', async () => {
  await secretFile('a.json', '{"A":"1","B":2,"C":true}');
  await secretFile('vault', '{"data":{"data":{"KEY":"v"}}}');
  const { env } = await run([{ file: 'a.json' }, { file: 'vault', format: 'json', path: 'data.data' }]);
  assert.equal(env.api, { A: '1', B: '2', C: 'true', KEY: 'v' });
});

test('reads a raw file under its own name or a given one, without the last line break', async () => {
  await secretFile('api-key.txt', 'line 1\nline 2\n');
  const { env } = await run([{ file: 'api-key.txt' }, { file: 'api-key.txt', name: 'apiKey' }]);
  assert.equal(env.api, { API_KEY_TXT: 'line 1\nline 2', apiKey: 'line 1\nline 2' });
});

test('gives each app its own variables', async () => {
  await secretFile('a.env', 'A=1\nB=2');
  await secretFile('b.env', 'B=3');
  const { env } = await run([
    { file: 'a.env', apps: ['api', 'old'] },
    { file: 'b.env', apps: ['api', 'db'] },
  ]);
  assert.equal(env, { api: { A: '1', B: '3' }, db: { B: '3' } }, 'the later source wins');
});

test('warns of an app that does not exist', async () => {
  await secretFile('a.env', 'A=1');
  const { env, logs } = await run([{ file: 'a.env', apps: ['apii'] }]);
  assert.equal(env, {});
  assert.equal(logs, ['there is no app "apii" in this restore']);
});

test('selects and renames variables', async () => {
  await secretFile('a.env', 'user=u\npass=p\nother=o\nconstructor=c');
  const only = ['user', 'pass', 'constructor'];
  const rename = { pass: 'DB_PASS', constructor: 'BUILDER' };
  const sources = [{ file: 'a.env', only, rename, prefix: 'X_', names: 'env' }];
  assert.equal((await run(sources)).env.api, { X_USER: 'u', DB_PASS: 'p', BUILDER: 'c' });
  const missing = await run([{ file: 'a.env', only: ['usr'], rename: { psas: 'P' } }]);
  assert.is(missing.error, 'file a.env does not have "usr", "psas"');
});

test('reads a folder of files: Docker secrets, Kubernetes volumes', async () => {
  await mkdir(join(folder, 'secrets/..2026'), { recursive: true });
  await secretFile('secrets/..2026/db-password', VALUE, 0o400);
  await symlink('..2026', join(folder, 'secrets/..data'));
  await symlink('..data/db-password', join(folder, 'secrets/db-password'));
  await secretFile('secrets/.hidden', VALUE);
  await mkdir(join(folder, 'secrets/sub'));
  const { env, error } = await run([{ directory: 'secrets' }]);
  assert.is(error, null);
  assert.equal(env.api, { DB_PASSWORD: VALUE });
});

test('finds the systemd credentials folder', async () => {
  await mkdir(join(folder, 'credentials'));
  await secretFile('credentials/token', VALUE, 0o400);
  const before = process.env.CREDENTIALS_DIRECTORY;
  process.env.CREDENTIALS_DIRECTORY = join(folder, 'credentials');
  try {
    const { env } = await run([
      { directory: '$CREDENTIALS_DIRECTORY' },
      { file: '$CREDENTIALS_DIRECTORY/token', name: 'T' },
    ]);
    assert.equal(env.api, { TOKEN: VALUE, T: VALUE });
    delete process.env.CREDENTIALS_DIRECTORY;
    const { error } = await run([{ directory: '$CREDENTIALS_DIRECTORY' }]);
    assert.match(error!, 'needs the variable CREDENTIALS_DIRECTORY, which is not set');
    assert.equal((await run([{ directory: '$CREDENTIALS_DIRECTORY', optional: true }])).env, {});
  } finally {
    if (before === undefined) delete process.env.CREDENTIALS_DIRECTORY;
    else process.env.CREDENTIALS_DIRECTORY = before;
  }
});

test('refuses files that others can read or change', async () => {
  await secretFile('open.env', `A=${VALUE}`, 0o644);
  await secretFile('shared.env', `A=${VALUE}`, 0o666);
  await symlink('open.env', join(folder, 'link.env'));
  const { error, problems } = await run([{ file: 'open.env' }, { file: 'link.env' }, { file: 'shared.env' }]);
  assert.equal(problems, [
    'file open.env is readable by everybody (mode 0644): chmod o-r, or set allowWorldReadable',
    'file link.env is readable by everybody (mode 0644): chmod o-r, or set allowWorldReadable',
    'file shared.env is writable by everybody (mode 0666): chmod o-w',
  ]);
  assert.is(error, problems.join('; '));
  const allowed = await run([{ file: 'open.env', allowWorldReadable: true }]);
  assert.equal(allowed.env.api, { A: VALUE });
  assert.match((await run([{ file: 'shared.env', allowWorldReadable: true }])).error!, 'is writable');
});

test('says what is wrong with a file without revealing its content', async () => {
  await secretFile('broken.env', `A=1\n${VALUE}\n`);
  await secretFile('quote.env', `A='1'\nB="${VALUE}\n`);
  await secretFile('broken.json', `{"A": ${VALUE}}`);
  await secretFile('list.json', `["${VALUE}"]`);
  await secretFile('deep.json', `{"A": {"B": "${VALUE}"}}`);
  await secretFile('binary', new Uint8Array([0xff, 0xfe]));
  await secretFile('nul', `${VALUE}\0`);
  await secretFile('big', VALUE.repeat(20_000));
  await secretFile('own.env', `OPM_TOKEN=${VALUE}`);
  await secretFile('names.env', `a.b=${VALUE}`);
  await secretFile('twice.env', `a-b=${VALUE}\na.b=${VALUE}`);
  const cases: [Record<string, unknown>, string | RegExp][] = [
    [{ file: 'missing.env' }, 'file missing.env does not exist'],
    [{ directory: 'missing' }, 'directory missing does not exist'],
    [{ file: '.' }, 'file . is not a regular file'],
    [{ file: 'broken.env' }, 'file broken.env line 2 is not KEY=value'],
    [{ file: 'quote.env' }, 'file quote.env line 2 has a quote that is not closed, or text after it'],
    [{ file: 'broken.json' }, 'file broken.json is not valid JSON'],
    [{ file: 'list.json' }, 'file list.json is not a JSON object'],
    [{ file: 'deep.json' }, 'file deep.json has no string, number or boolean under the key "A"'],
    [{ file: 'deep.json', path: 'A.B' }, 'file deep.json is not a JSON object at the path "A.B"'],
    [{ file: 'deep.json', path: 'A.C' }, 'file deep.json has nothing at the path "A.C"'],
    [{ file: 'binary' }, 'file binary is not UTF-8 text'],
    [{ file: 'nul' }, 'file nul has a NUL character in "nul"'],
    [{ file: 'big' }, /file big has a value of more than \d+ bytes in "big"/],
    [
      { file: 'own.env' },
      'file own.env gives OPM_TOKEN, but names that start with OPM_ are reserved for OPM',
    ],
    [{ file: 'names.env' }, /^file names\.env has "a\.b", which is not a valid variable name/],
    [{ file: 'twice.env', names: 'env' }, 'file twice.env gives A_B twice, the second time as "a.b"'],
    [{ directory: '.', only: ['binary'] }, 'directory . has the file "binary" that is not UTF-8 text'],
  ];
  for (const [source, expected] of cases) {
    const { error, problems } = await run([source]);
    if (typeof expected === 'string') assert.is(error, expected);
    else assert.match(error!, expected);
    assert.equal(problems, [error], 'the check before the restore says the same');
  }
});

test('does not wait for a named pipe', async () => {
  execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
  assert.is((await run([{ file: 'pipe' }])).error, 'file pipe is not a regular file');
});

test('skips an optional source that is missing, but not one that is broken', async () => {
  await secretFile('broken.json', '{');
  const missing = [
    { file: 'missing', optional: true },
    { directory: 'missing', optional: true },
    { command: ['/no/such/command'], format: 'json', optional: true },
  ];
  assert.equal(await run(missing), { env: {}, error: null, logs: [], problems: [] });
  assert.match((await run([{ file: 'broken.json', optional: true }])).error!, 'not valid JSON');
});

test('gives the same variables in a recovery, and writes nothing', async () => {
  await secretFile('a.env', `A=${VALUE}`);
  const { env } = await run([{ file: 'a.env' }], { reason: 'recovery' });
  assert.equal(env.api, { A: VALUE });
  assert.equal(readdirSync(folder), ['a.env']);
});

test('parses dotenv files of all kinds', () => {
  const text = [
    '\uFEFF# first',
    '',
    'EMPTY=',
    '  SPACED = a b   # why',
    'HASH=a#b',
    'EQUALS=a=b==',
    "SINGLE='a\\n#b' # why",
    'DOUBLE="a\\n\\t\\\\\\"$X"',
    'export KEY="-----BEGIN',
    'abc',
    '-----END"',
    'LAST=x',
  ].join('\r\n');
  assert.equal(Object.fromEntries(parseDotenv(text)), {
    EMPTY: '',
    SPACED: 'a b',
    HASH: 'a#b',
    EQUALS: 'a=b==',
    SINGLE: 'a\\n#b',
    DOUBLE: 'a\n\t\\"$X',
    KEY: '-----BEGIN\nabc\n-----END',
    LAST: 'x',
  });
  assert.throws(() => parseDotenv('A=1\n\nB="x" y'), /^line 3 has a quote/);
  assert.equal([...parseJson('{"__proto__": "x"}', undefined)], [['__proto__', 'x']]);
});

test('rejects invalid options', () => {
  const bad = [
    {},
    { sources: [] },
    { sources: ['a.env'] },
    { sources: [{ path: 'x' }] },
    { sources: [{ file: 'x', directory: 'y' }] },
    { sources: [{ file: 'x', format: 'yaml' }] },
    { sources: [{ file: 'x', rename: { a: 'b-c' } }] },
    { sources: [{ command: ['x'] }] },
    { sources: [{ command: [], format: 'json' }] },
    { sources: [{ command: ['x'], format: 'raw' }] },
    { sources: [{ command: ['x'], format: 'json', allowWorldReadable: true }] },
  ];
  for (const given of bad) assert.not.ok(v.safeParse(options, given).success, JSON.stringify(given));
});

test.run();
