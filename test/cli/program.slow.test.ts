import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runtimeName, runtimeVersion, selfCommand } from '../../src/runtime/self.ts';
import { opmVersion } from '../../src/runtime/version.ts';

const folder = mkdtempSync(join(tmpdir(), 'opm-cli-'));
const home = join(folder, 'home');
test.after(() => rmSync(folder, { recursive: true }));

const LINE = 'app:0 | a line of some length\n';

const env = { ...process.env, OPM_HOME: home, NO_COLOR: '1' };

/** Runs the program itself, on the runtime of this test. */
function opm(...words: string[]): SpawnSyncReturns<string> {
  const { file, args } = selfCommand(words);
  return spawnSync(file, args, { cwd: folder, env, encoding: 'utf8' });
}

/** Runs it within a line of bash, where `"$@"` stands for it. */
function bash(line: string, ...words: string[]): SpawnSyncReturns<string> {
  const { file, args } = selfCommand(words);
  return spawnSync('bash', ['-c', line, 'bash', file, ...args], { cwd: folder, env, encoding: 'utf8' });
}

test('--version is one line; with --json it includes the runtime', () => {
  assert.is(opm('--version').stdout, `${opmVersion()}\n`);
  const { stdout, status } = opm('-v', '--json');
  assert.is(status, 0);
  const info = JSON.parse(stdout);
  assert.is(info.version, opmVersion());
  assert.is(info.runtime, `${runtimeName()} ${runtimeVersion()}`);
  assert.ok('commit' in info);
});

test('help is a result, and a missing command is an error', () => {
  const help = opm('--help');
  assert.is(help.status, 0);
  assert.match(help.stdout, /^OPM restores/);
  assert.is(help.stderr, '');
  const nothing = opm();
  assert.is(nothing.status, 64);
  assert.is(nothing.stdout, '');
  assert.is(nothing.stderr, help.stdout);
});

test('a wrong command line is reported on standard error in one line, with the usage', () => {
  const { status, stdout, stderr } = opm('restor');
  assert.is(status, 64);
  assert.is(stdout, '');
  assert.is(stderr, 'opm: There is no command "opm restor". Did you mean "opm restore"?\n');
  const option = opm('scale', 'api', '2', '--jsno');
  assert.is(option.status, 64);
  assert.is(
    option.stderr,
    'opm: "opm scale" has no option --jsno. Did you mean --json?\nUsage: opm scale <name> <instances> [options]\n',
  );
});

test("the exit code of a command is the program's", () => {
  const { status, stdout } = opm('daemon', 'status', '--json');
  assert.is(status, 69);
  assert.is(JSON.parse(stdout).home, home);
});

mkdirSync(join(home, 'logs'), { recursive: true });
writeFileSync(join(home, 'logs/app-0.out.log'), 'a line of some length\n'.repeat(200_000));

test('a closed output pipe ends the program quietly', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a variable of bash
  const line = '"$@" | head -n 1; exit "${PIPESTATUS[0]}"';
  const { status, stdout, stderr } = bash(line, 'logs', '-n', '200000');
  assert.is(stdout, LINE);
  assert.is(stderr, '');
  assert.is(status, 0);
});

test('a result that cannot be written is a failure', () => {
  const { status, stderr } = bash('"$@" > /dev/full', '--help');
  assert.is(status, 1);
  assert.match(stderr, /^opm: Cannot write the result to standard output: .*no space left/i);
});

test('a full non-blocking pipe loses nothing', async () => {
  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  // Both ends in one, so that opening it waits for nobody.
  const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const { file, args } = selfCommand(['logs', '-n', '20000']);
  const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', descriptor, 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'inherit'] });
  // With the last writer gone the reader comes to its end.
  void ended.then(() => closeSync(descriptor));
  let got = 0;
  for await (const chunk of reader.stdout) got += chunk.length;
  assert.is(await ended, 0);
  assert.is(got, 20_000 * LINE.length);
});

test.run();
