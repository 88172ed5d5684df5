import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { looksSecret, MASK, maskSecrets } from '../../src/protocol/mask-secrets.ts';
import { labelsAmong } from '../../src/report/instance-label.ts';
import { wrapText } from '../../src/report/terminal/wrap-text.ts';
import { counted, formatBytes, formatDuration, formatElapsed } from '../../src/report/units.ts';

test('a duration is shown in its two largest units', () => {
  const told: [number | null, string][] = [
    [null, '-'],
    [0, '0ms'],
    [999, '999ms'],
    [1000, '1s'],
    [59_999, '59s'],
    [60_000, '1m'],
    [303_000, '5m 3s'],
    [3_600_000, '1h'],
    [7_860_000, '2h 11m'],
    [86_400_000, '1d'],
    [367_200_000, '4d 6h'],
  ];
  for (const [milliseconds, text] of told) assert.is(formatDuration(milliseconds), text);
});

test('elapsed time is shown with fractions', () => {
  assert.is(formatElapsed(12.4), '12 ms');
  assert.is(formatElapsed(1520), '1.52 s');
  assert.is(formatElapsed(125_000), '2m 5s');
});

test('memory is shown in powers of 1024', () => {
  const told: [number | null, string][] = [
    [null, '-'],
    [0, '0B'],
    [1023, '1023B'],
    [1536, '1.5K'],
    [240 * 1024 * 1024, '240M'],
    [5 * 1024 ** 4, '5.0T'],
  ];
  for (const [bytes, text] of told) assert.is(formatBytes(bytes), text);
});

test('one thing is counted in the singular', () => {
  assert.is(counted(1, 'app'), '1 app');
  assert.is(counted(0, 'app'), '0 apps');
  assert.is(counted(2, 'process', 'processes'), '2 processes');
});

test('an instance is shown with its number only if its app has several', () => {
  const rows = [
    { name: 'api', instance: 0 },
    { name: 'api', instance: 1 },
    { name: 'db', instance: 0 },
    { name: 'worker', instance: 3 },
  ];
  assert.equal(rows.map(labelsAmong(rows)), ['api:0', 'api:1', 'db', 'worker:3']);
});

test('variables count as secrets by the words in their names', () => {
  const secret = [
    'DB_PASSWORD',
    'PGPASSWORD',
    'API_KEY',
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'db_pwd',
    'apiKey',
  ];
  const open = [
    'PATH',
    'PASSENGER_ROOT',
    'KEYBOARD',
    'AUTHOR',
    'MONKEY',
    'NODE_ENV',
    'HOME',
    'PWD',
    'OLDPWD',
  ];
  for (const name of secret) assert.ok(looksSecret(name), `${name} is not masked`);
  for (const name of open) assert.not.ok(looksSecret(name), `${name} is masked`);
});

test('values of secrets are masked, and so are passwords in URLs', () => {
  assert.equal(
    maskSecrets({ DB_PASSWORD: 'x', EMPTY_TOKEN: '', URL: 'postgres://me:geheim@db/x', PORT: '1' }),
    { DB_PASSWORD: MASK, EMPTY_TOKEN: '', URL: `postgres://me:${MASK}@db/x`, PORT: '1' },
  );
});

test('a text is wrapped only at spaces', () => {
  assert.is(wrapText('one two three', 7), 'one two\nthree');
  assert.is(wrapText('incomprehensible', 5), 'incomprehensible');
});

test.run();
