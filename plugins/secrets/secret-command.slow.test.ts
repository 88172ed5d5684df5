import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testPlugin } from '../../src/plugin-testing.ts';
import { folder, run, secretFile, shell, useFolder, VALUE } from './test-run.ts';

useFolder();

test('reads the output of a command in each format', async () => {
  const { env, error } = await run([
    { command: shell(`echo '{"auth":{"A":"1"}}'`), format: 'json', path: 'auth' },
    { command: shell('printf "B=2\\n"'), format: 'dotenv' },
    { command: shell('cat; pwd; echo "$0"'), format: 'raw', name: 'C' },
  ]);
  assert.is(error, null);
  assert.equal(env.api, { A: '1', B: '2', C: `${folder}\n/bin/sh` }, 'no input, in the folder of the config');
});

test('runs a command without a shell', async () => {
  const { env } = await run([{ command: ['/bin/echo', '$HOME;', '`id`'], format: 'raw', name: 'X' }]);
  assert.is(env.api!.X, '$HOME; `id`');
});

test('says how a command failed without its arguments or output', async () => {
  const cases: [Record<string, unknown>, string | RegExp][] = [
    [{ command: shell(`echo ${VALUE}; echo ${VALUE} >&2; exit 3`) }, /exited with code 3; run it yourself/],
    [{ command: shell('kill -TERM $$') }, /^command \/bin\/sh (was ended by SIGTERM|exited with code 143)/],
    [{ command: shell(`echo ${VALUE}`) }, /is not valid JSON/],
    [{ command: shell('head -c 2000000 /dev/zero') }, /wrote more than 1 MiB/],
    [{ command: shell("printf '\\377'") }, /wrote output that is not UTF-8 text/],
    [{ command: ['/no/such/command', VALUE] }, /^command \/no\/such\/command was not found$/],
    [{ command: [folder] }, /^command .* (could not be run \(EACCES\)|cannot be read by this user)$/],
  ];
  for (const [source, expected] of cases) {
    const { error, problems } = await run([{ format: 'json', ...source }]);
    assert.match(error!, expected);
    assert.equal(problems, [], 'the check runs no commands');
  }
});

test('kills a command that takes too long, whatever it left behind', async () => {
  const pipes = openPipes();
  const startedMs = performance.now();
  const { error } = await run([
    { command: shell('sleep 30 & echo $! > sleeper; echo $$ > pid; wait'), format: 'json', timeout: '300ms' },
  ]);
  assert.is(error, 'command /bin/sh took longer than 300 ms');
  assert.ok(performance.now() - startedMs < 10_000);
  await gone(readFileSync(join(folder, 'pid'), 'utf8').trim());
  // It holds the other end of the command's output, and keeps running as it would for any caller.
  const sleeper = readFileSync(join(folder, 'sleeper'), 'utf8').trim();
  assert.ok(alive(sleeper));
  await until(() => openPipes() <= pipes);
  execFileSync('kill', ['-9', sleeper]);
  await gone(sleeper);
});

test('kills a command at the deadline of the hook', async () => {
  const source = { command: shell('echo $$ > pid; exec sleep 30'), format: 'json' };
  assert.is((await run([source], { timeoutMs: 1000 })).error, 'did not end within 1000 ms');
  await gone(readFileSync(join(folder, 'pid'), 'utf8').trim());
});

test('runs in the plugin thread and leaves nothing there', async () => {
  await secretFile('a.env', `A=${VALUE}`);
  const sources = [{ file: 'a.env' }, { command: shell('echo B=1'), format: 'dotenv' }];
  const file = new URL('./index.ts', import.meta.url);
  const given = { options: { sources }, configDir: folder, apps: ['api'], timeoutMs: 10_000 };
  const { env, veto } = await testPlugin(file, { ...given, thread: true });
  assert.is(veto, null);
  assert.equal(env, { api: { A: VALUE, B: '1' } });
});

test('runs no commands in a dry run', async () => {
  const source = { command: shell('touch ran'), format: 'dotenv' };
  const { env, logs } = await run([source], { dryRun: true });
  assert.equal(env, {});
  assert.equal(logs, ['command /bin/sh is not run in a dry run']);
  assert.equal(readdirSync(folder), []);
});

/** Until the process has ended; a test has no event for somebody else's child. */
async function gone(pid: string): Promise<void> {
  await until(() => !alive(pid));
}

function alive(pid: string): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** Connections to children; always none where the runtime does not tell. */
function openPipes(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'PipeWrap').length;
}

async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!condition()) {
    assert.ok(performance.now() < endMs, 'it did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test.run();
