import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runIn } from './served.ts';

const folder = mkdtempSync(join(tmpdir(), 'opm-config-'));
const home = join(folder, 'home');
test.after(() => rmSync(folder, { recursive: true }));

const opm = (...words: string[]) => runIn(home, words, { cwd: folder });

test('config init writes a file that config check accepts, in every format', async () => {
  for (const file of ['opm.config.jsonc', 'x.yaml', 'x.yml', 'x.toml']) {
    const { code, stdout, stderr } = await opm('config', 'init', file);
    assert.is(code, 0, stderr);
    assert.match(stdout, new RegExp(`opm config check .*/${file}`));
    const check = await opm('config', 'check', file);
    assert.is(check.code, 0, check.stderr);
    assert.match(check.stdout, /is valid: \d+ apps?, \d+ instances?/);
  }
});

test('config init overwrites nothing and knows its formats', async () => {
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, 'mine');
  const refused = await opm('config', 'init', 'mine.yaml');
  assert.is(refused.code, 1);
  assert.match(refused.stderr, /the file already exists/);
  assert.is(readFileSync(file, 'utf8'), 'mine');
  assert.is((await opm('config', 'init', 'x.js')).code, 64);
});

test("config check without a file uses $OPM_CONFIG, else the folder's config", async () => {
  const named = await runIn(home, ['config', 'check'], {
    cwd: '/',
    env: { OPM_CONFIG: join(folder, 'x.yaml') },
  });
  assert.match(named.stdout, /x\.yaml is valid/);
  assert.match((await opm('config', 'check')).stdout, /opm\.config\.jsonc is valid/);
  const none = await runIn(home, ['config', 'check'], { cwd: join(folder, '..') });
  assert.is(none.code, 64);
});

test('config check reports every problem at once with exit code 78', async () => {
  writeFileSync(
    join(folder, 'bad.json'),
    '{ "apps": [{ "name": "a", "comand": "x" }, { "name": "a", "command": 7 }] }',
  );
  const told = await opm('config', 'check', 'bad.json');
  assert.is(told.code, 78);
  assert.match(told.stderr, /comand/);
  assert.match(told.stderr, /apps\[1\]/);
  assert.is(told.stdout, '');

  const { code, stdout } = await opm('config', 'check', 'bad.json', '--json');
  assert.is(code, 78);
  const { ok, problems, file } = JSON.parse(stdout);
  assert.is(ok, false);
  assert.is(file, join(folder, 'bad.json'));
  assert.ok(problems.length >= 2);
});

test('config show prints what a config means, with secrets masked', async () => {
  const file = join(folder, 'meant.json');
  const app = { name: 'web', command: 'sleep 60', instances: 2, env: { API_KEY: 'k', MODE: 'x' } };
  writeFileSync(file, JSON.stringify({ apps: [{ ...app, stop: { timeout: '3s' } }] }));
  const { code, stdout, stderr } = await opm('config', 'show', 'meant.json');
  assert.is(code, 0, stderr);
  const shown = JSON.parse(stdout);
  assert.is(shown.file, file);
  assert.is(shown.instances.length, 2);
  const [{ argv, cwd, env, stop }] = shown.instances;
  assert.equal([argv, cwd, stop.timeoutMs], [['sleep', '60'], folder, 3000]);
  assert.equal(env, { API_KEY: '********', MODE: 'x' });
  const open = await opm('config', 'show', 'meant.json', '--show');
  assert.is(JSON.parse(open.stdout).instances[0].env.API_KEY, 'k');
});

test('config show of an invalid config prints its problems and nothing else', async () => {
  writeFileSync(join(folder, 'meant.json'), '{ "apps": [{ "name": "a" }] }');
  const { code, stdout, stderr } = await opm('config', 'show', 'meant.json');
  assert.equal([code, stdout], [78, '']);
  assert.match(stderr, 'apps[0]');
});

test('config schema prints the JSON Schema', async () => {
  const { code, stdout } = await opm('config', 'schema');
  assert.is(code, 0);
  assert.ok('apps' in JSON.parse(stdout).properties);
});

test.run();
