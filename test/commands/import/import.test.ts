import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runIn } from '../served.ts';

const test = suite<{ folder: string }>('import');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'opm-import-'));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const opm = (folder: string, ...words: string[]) =>
  runIn(join(folder, 'home'), words, { cwd: folder, env: { PATH: '/bin', HOME: folder } });

test('the config is written beside the source, names it, and passes config check', async ({ folder }) => {
  writeFileSync(join(folder, 'Procfile'), 'web: sleep $PORT\nworker: sleep 9\n');
  const { code, stdout, stderr } = await opm(folder, 'import', 'Procfile');
  assert.is(code, 0, stderr);
  assert.is(stdout, '');
  assert.match(stderr, 'opm.config.jsonc: 2 apps, 2 instances');
  assert.match(stderr, 'Check it, then run: opm restore --config opm.config.jsonc');
  assert.match(
    readFileSync(join(folder, 'opm.config.jsonc'), 'utf8'),
    /^\/\/ Made by: opm import Procfile\n/,
  );
  const check = await opm(folder, 'config', 'check', '--json');
  assert.is(check.code, 0, check.stderr);
  assert.equal(JSON.parse(check.stdout).warnings, []);
});

test('nothing is overwritten, and - is standard output', async ({ folder }) => {
  writeFileSync(join(folder, 'Procfile'), 'web: sleep 9\n');
  writeFileSync(join(folder, 'opm.config.jsonc'), 'mine');
  const refused = await opm(folder, 'import', 'Procfile');
  assert.is(refused.code, 1);
  assert.match(refused.stderr, 'the file already exists; name another with --out');
  assert.is(readFileSync(join(folder, 'opm.config.jsonc'), 'utf8'), 'mine');
  const shown = await opm(folder, 'import', 'Procfile', '--out', '-');
  assert.match(shown.stdout, '"command": "sleep 9"');
  assert.is((await opm(folder, 'import', 'Procfile', '--out', 'other.jsonc')).code, 0);
  assert.ok(existsSync(join(folder, 'other.jsonc')));
});

test('values that look like secrets are pointed out, and only the owner can read the file', async ({
  folder,
}) => {
  const apps = [
    { name: 'a', script: 'sleep', env: { DB_PASSWORD: 'x', URL: 'http://me:pw@h/', PLAIN: 'y' } },
  ];
  writeFileSync(join(folder, 'ecosystem.json'), JSON.stringify({ apps }));
  const { code, stdout } = await opm(folder, 'import', 'ecosystem.json', '--json');
  assert.is(code, 0);
  const { secrets, file } = JSON.parse(stdout) as {
    secrets: { key: string; apps: string[] }[];
    file: string;
  };
  assert.equal(
    secrets.map(({ key, apps: owners }) => [key, owners]),
    [
      ['DB_PASSWORD', ['a']],
      ['URL', ['a']],
    ],
  );
  assert.is(statSync(file).mode & 0o777, 0o600);
  assert.match(readFileSync(file, 'utf8'), '// "DB_PASSWORD": looks like a secret');
});

test('an environment is chosen with --env', async ({ folder }) => {
  const apps = [{ name: 'a', script: 'sleep', env_production: { A: 1 } }];
  writeFileSync(join(folder, 'ecosystem.json'), JSON.stringify({ apps }));
  const { stdout } = await opm(folder, 'import', 'ecosystem.json', '--env', 'production', '--out', '-');
  assert.match(stdout, '"A": "1"');
  assert.match(stdout, '// Made by: opm import ecosystem.json --env production');
});

test('several files become one config, and units keep their dependencies', async ({ folder }) => {
  writeFileSync(join(folder, 'db.service'), '[Service]\nExecStart=/bin/sleep 1\n');
  writeFileSync(join(folder, 'api.service'), '[Unit]\nAfter=db.service\n[Service]\nExecStart=/bin/sleep 2\n');
  writeFileSync(join(folder, 'Procfile'), 'api: sleep 3\n');
  const { stdout } = await opm(folder, 'import', 'db.service', 'Procfile', 'api.service', '--out', '-');
  const { apps } = JSON.parse(stdout.replaceAll(/^ *\/\/.*$/gm, ''));
  assert.equal(
    apps.map(({ name, dependsOn }: { name: string; dependsOn?: string[] }) => [name, dependsOn]),
    [
      ['db', undefined],
      ['api', ['db']],
      ['api-2', undefined],
    ],
  );
});

test('instances that differ in more than a number become separate apps', async ({ folder }) => {
  const entry = { name: 'a', pm_exec_path: '/bin/sleep', exec_interpreter: 'none', pm_cwd: '/', args: ['9'] };
  const dump = [
    { ...entry, env: { A: 'x' } },
    { ...entry, env: { A: 'y' } },
  ];
  writeFileSync(join(folder, 'dump.pm2'), JSON.stringify(dump));
  const { stdout } = await opm(folder, 'import', 'dump.pm2', '--out', '-');
  const { apps } = JSON.parse(stdout.replaceAll(/^ *\/\/.*$/gm, ''));
  assert.equal(
    apps.map(({ name, env }: { name: string; env: { A: string } }) => [name, env.A]),
    [
      ['a-0', 'x'],
      ['a-1', 'y'],
    ],
  );
  assert.match(stdout, '// "instances": the instances have different variables or logs');
});

test('problems are reported with the remedy', async ({ folder }) => {
  writeFileSync(join(folder, 'own.json'), '{"apps":[{"name":"a","command":"x"}]}');
  writeFileSync(join(folder, 'forking.service'), '[Service]\nType=forking\nExecStart=/bin/x\n');
  writeFileSync(
    join(folder, 'serve.json'),
    '{"apps":[{"script":"serve"},{"script":"a.js","instances":"many"}]}',
  );
  writeFileSync(join(folder, 'broken.conf'), '[program:x]\nno assignment\n');
  writeFileSync(join(folder, 'broken.yaml'), 'services: [\n');
  writeFileSync(join(folder, 'pod.yaml'), 'apiVersion: v1\nkind: Pod\n');
  writeFileSync(join(folder, 'notes.txt'), 'nothing');
  const told = async (file: string) => {
    const { code, stderr, stdout } = await opm(folder, 'import', file, '--out', '-');
    assert.is(stdout, '');
    return `${code} ${stderr}`;
  };
  assert.match(await told('own.json'), /^64 .*own\.json is a config of OPM already: opm restore --config/);
  assert.match(
    await told('forking.service'),
    /"Type" of forking: runs in the background[\s\S]*no config was written/,
  );
  assert.match(
    await told('serve.json'),
    /^78 .*2 problems:\n {2}apps\[0\]\.script: "serve" is PM2's own[\s\S]*instances/,
  );
  assert.match(await told('broken.conf'), /^78 .*broken\.conf:2:1 is not valid INI: "no assignment"/);
  assert.match(await told('broken.yaml'), /^78 .*is not valid YAML/);
  assert.match(await told('pod.yaml'), /^78 .*is a Kubernetes manifest, which OPM does not read/);
  assert.match(await told('notes.txt'), /^78 .*no known extension/);
  assert.match(await told('gone'), /^78 .*the file does not exist/);
});

test.run();
