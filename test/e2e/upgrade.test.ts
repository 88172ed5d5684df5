import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hostBun } from '../../scripts/bun.mjs';
import { executableEntries } from '../../scripts/entries.mjs';
import { currentSubject, opmCommand, ROOT } from '../runner/subject.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('upgrade');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const OLD: string = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;
const NEW = '987.65.43';

/** An installed OPM whose files can be replaced by another version's: one file, or one folder. */
interface Installation {
  command(args: string[]): { file: string; args: string[] };
  upgrade(): void;
}

function install(folder: string): Installation {
  switch (currentSubject()) {
    case 'executable':
      return installExecutable(folder);
    case 'node':
      return installFolder(folder, 'cli.mjs', (place) =>
        fs.cpSync(path.join(ROOT, 'dist'), place, {
          recursive: true,
          filter: (file) => !/\/opm[^/]*$/.test(file),
        }),
      );
    case 'deno':
      return installFolder(folder, 'src/cli.ts', (place) => {
        for (const part of ['src', 'plugins', 'package.json', 'deno.json']) {
          fs.cpSync(path.join(ROOT, part), path.join(place, part), { recursive: true });
        }
        fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(place, 'node_modules'));
      });
  }
}

function installFolder(folder: string, program: string, copy: (place: string) => void): Installation {
  const place = path.join(folder, 'opm');
  copy(place);
  return {
    command(args) {
      const { file, args: words } = opmCommand(args);
      const at = words.findIndex((word) => word.startsWith(ROOT));
      return { file, args: words.with(at, path.join(place, program)) };
    },
    upgrade() {
      const next = path.join(folder, 'next');
      copy(next);
      changeVersion(next);
      fs.renameSync(place, path.join(folder, 'previous'));
      fs.renameSync(next, place);
    },
  };
}

function installExecutable(folder: string): Installation {
  const place = path.join(folder, 'opm');
  fs.copyFileSync(opmCommand([]).file, place);
  fs.chmodSync(place, 0o755);
  return {
    command: (args) => ({ file: place, args }),
    upgrade() {
      const dist = path.join(folder, 'dist');
      fs.cpSync(path.join(ROOT, 'dist'), dist, {
        recursive: true,
        filter: (file) => !/\/opm[^/]*$/.test(file),
      });
      changeVersion(dist);
      const flags = ['--compile', '--format=esm', '--splitting', '--external=jiti', '--root=.'];
      const entries = executableEntries(dist).map((file) => `./${file}`);
      execFileSync(hostBun(), ['build', ...flags, `--outfile=${folder}/next`, ...entries], {
        cwd: dist,
        stdio: 'pipe',
      });
      fs.renameSync(path.join(folder, 'next'), place);
    },
  };
}

/** The other version differs in nothing but its number. */
function changeVersion(folder: string): void {
  const files = fs.readdirSync(folder).filter((name) => name === 'package.json' || name.endsWith('.mjs'));
  let changed = 0;
  for (const name of files) {
    const file = path.join(folder, name);
    const text = fs.readFileSync(file, 'utf8');
    if (!text.includes(`"${OLD}"`)) continue;
    fs.writeFileSync(file, text.replaceAll(`"${OLD}"`, `"${NEW}"`));
    changed += 1;
  }
  assert.ok(changed > 0, 'the version was found');
}

const sleeper = { command: 'sleep 1000', minUptime: 0 };

test('a new version is installed and takes over: every app keeps its PID, supervision continues', async ({
  lab,
}) => {
  const installed = install(lab.folder);
  const run = (...args: string[]) => {
    const { file, args: words } = installed.command(args);
    const ran = spawnSync(file, words, { encoding: 'utf8', env: lab.env, cwd: lab.folder });
    assert.is(ran.status, 0, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
    return ran.stdout;
  };
  const status = () => JSON.parse(run('daemon', 'status', '--json'));
  run('restore', '--config', lab.config([{ name: 'a', instances: 5, ...sleeper }]));
  run('save');
  assert.is(status().version, OLD);
  const pids = lab.leaders().map(({ pid }) => pid);
  installed.upgrade();
  assert.is(run('--version'), `${NEW}\n`);
  // Until then the old daemon answers the new command.
  assert.is(JSON.parse(run('list', '--json')).length, 5);
  assert.is(status().version, OLD);
  run('daemon', 'restart');
  assert.is(status().version, NEW);
  assert.is(status().adopted, 5);
  assert.equal(
    lab.leaders().map(({ pid }) => pid),
    pids,
  );
  const [victim] = pids;
  process.kill(victim!, 'SIGKILL');
  await until(
    () => lab.leaders().length === 5 && !lab.leaders().some(({ pid }) => pid === victim),
    'it was started anew',
  );
  run('restore', '--generation', '1');
  run('daemon', 'stop');
  assert.equal(lab.processes(), []);
});

/** Every format version that was ever released has its files here, written by the program of its day. */
const FORMATS = path.join(ROOT, 'test/fixtures/formats');

function useFormat(lab: Lab, version: string, parts = ['ledger.jsonl', 'snapshots']): void {
  fs.mkdirSync(lab.home, { mode: 0o700 });
  for (const part of parts) {
    fs.cpSync(path.join(FORMATS, version, part), path.join(lab.home, part), { recursive: true });
  }
}

for (const version of fs.readdirSync(FORMATS)) {
  test(`a ledger and a snapshot in format ${version} are read`, async ({ lab }) => {
    useFormat(lab, version);
    const names = (await lab.list()).map(({ id, name, instance, status }) => [id, name, instance, status]);
    assert.equal(names, [
      [0, 'db', 0, 'stopped'],
      [1, 'api', 0, 'stopped'],
      [2, 'api', 1, 'stopped'],
      [4, 'off', 0, 'stopped'],
    ]);
    // Another boot wrote it: nothing is started until somebody says so.
    assert.equal(lab.processes(), []);
    await lab.ok(['restore']);
    assert.equal(
      (await lab.list()).map(({ id, status }) => [id, status]),
      [
        [0, 'online'],
        [1, 'online'],
        [2, 'online'],
        [4, 'stopped'],
      ],
    );
    const [api] = lab.leaders().filter(({ name }) => name === 'api');
    assert.match(fs.readFileSync(`/proc/${api!.pid}/environ`, 'utf8'), 'LOG=info\0');
  });

  test(`a ledger in format ${version} alone brings back the wanted set`, async ({ lab }) => {
    useFormat(lab, version, ['ledger.jsonl']);
    await lab.ok(['restore']);
    assert.equal(
      lab
        .leaders()
        .map(({ name }) => name)
        .sort(),
      ['api', 'api', 'db'],
    );
  });
}

test('a newer ledger is refused with a clear message and left untouched', async ({ lab }) => {
  useFormat(lab, 'v1');
  const file = path.join(lab.home, 'ledger.jsonl');
  const lines = fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const newer = lines
    .map((line) => line.slice(9).replace('"version":1', '"version":2'))
    .map((json) => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`)
    .join('');
  fs.writeFileSync(file, newer);
  for (const command of [['restore'], ['list'], ['daemon', 'run']]) {
    const { code, stderr } = await lab.opm(command);
    assert.is(code, 65, stderr);
    assert.match(stderr, /format version 2; this OPM knows versions up to 1\. Use the newer OPM/);
  }
  assert.is(fs.readFileSync(file, 'utf8'), newer);
  fs.rmSync(file);
});

test('a newer snapshot is refused with a clear message and left untouched', async ({ lab }) => {
  useFormat(lab, 'v1');
  const [name = ''] = fs.readdirSync(path.join(lab.home, 'snapshots'));
  const file = path.join(lab.home, 'snapshots', name);
  const content = fs.readFileSync(file, 'utf8').split('\n').slice(1).join('\n');
  const checksum = createHash('sha256').update(`opm-snapshot 2\n${content}`).digest('hex');
  const newer = `opm-snapshot 2 ${checksum}\n${content}`;
  fs.writeFileSync(file, newer);
  const { code, stderr } = await lab.opm(['restore']);
  assert.is(code, 65, stderr);
  assert.match(stderr, /format version 2; this OPM knows versions up to 1/);
  assert.is(fs.readFileSync(file, 'utf8'), newer);
  assert.equal(lab.processes(), []);
});

test.run();
