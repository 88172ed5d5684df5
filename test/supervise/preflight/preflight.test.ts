import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { basename, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import type { Ahead } from '../../../src/supervise/preflight/ahead.ts';
import { Preflight } from '../../../src/supervise/preflight/preflight.ts';
import { UserLookup } from '../../../src/supervise/start/attributes/user.ts';
import { bundle, runtimeArguments } from '../../runtime/run-program.ts';
import { specIn, temporaryFolder } from '../parts.ts';

const PATH = '/usr/bin:/bin';
const folder = temporaryFolder();
const isRoot = process.geteuid?.() === 0;
const me = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();

function check(overrides: Partial<InstanceSpec>, preflight = new Preflight({ table: processTable() })) {
  return preflight.check({ spec: specIn(folder, overrides), callerEnv: { PATH }, pluginEnv: {} });
}

/** The message of a start that cannot be, after the words that all of them begin with. */
async function obstacle(overrides: Partial<InstanceSpec>, preflight?: Preflight): Promise<string> {
  const result = await check(overrides, preflight);
  assert.not(result.ok);
  if (result.ok) return '';
  assert.is(result.error.exitCode, 1);
  const [, message] = /^Cannot start "api": (.*)$/s.exec(result.error.message) ?? [];
  return message ?? result.error.message;
}

function script(name: string, content: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

async function listening(host: string, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer().listen({ host, port });
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
}

test('a start without obstacles gets the file to run', async () => {
  const result = await check({});
  assert.ok(result.ok && result.file === '/usr/bin/sleep');
  assert.ok(result.ok && result.account === null && result.credentials === null);
});

test('a missing folder is named, not the command', async () => {
  assert.is(await obstacle({ cwd: join(folder, 'gone') }), `the folder "${folder}/gone" does not exist`);
});

test('a file is not a working folder, nor is a path inside it', async () => {
  const file = script('plain', '');
  assert.is(await obstacle({ cwd: file }), `"${file}", its working directory, is not a folder`);
  assert.is(
    await obstacle({ cwd: join(file, 'below') }),
    `the folder "${file}/below" does not exist: part of its path is a file`,
  );
});

test('a command that is not in PATH is reported with that PATH', async () => {
  assert.is(await obstacle({ argv: ['nodee', 'x'] }), `the command "nodee" was not found in PATH (${PATH})`);
  assert.is(await obstacle({ argv: [''] }), `the command "" was not found in PATH (${PATH})`);
});

test('a command with a slash is looked for from the working directory', async () => {
  mkdirSync(join(folder, 'bin'));
  script('bin/run', '#!/bin/sh\n');
  const result = await check({ argv: ['bin/run'] });
  assert.ok(result.ok && result.file === join(folder, 'bin/run'));
  assert.is(await obstacle({ argv: ['./gone'] }), `the command "${folder}/gone" does not exist`);
  assert.is(await obstacle({ argv: ['./bin'] }), `the command "${folder}/bin" is a folder`);
});

test('a relative part of PATH is relative to the working directory, and later parts compensate for earlier ones', async () => {
  mkdirSync(join(folder, 'first'));
  script('first/tool', 'not executable', 0o644);
  script('bin/tool', '#!/bin/sh\n');
  const both = await check({ argv: ['tool'], env: { PATH: 'first:bin' } });
  assert.ok(both.ok && both.file === join(folder, 'bin/tool'));
  assert.is(
    await obstacle({ argv: ['tool'], env: { PATH: 'first' } }),
    `the command "${folder}/first/tool" is not executable (chmod +x would make it so)`,
  );
});

test('a link to a program is not resolved, because programs look at their own name', async () => {
  symlinkSync('/bin/sleep', join(folder, 'bin/nap'));
  const result = await check({ argv: ['nap'], env: { PATH: 'bin' } });
  assert.ok(result.ok && result.file === join(folder, 'bin/nap'));
});

test('a script whose interpreter is missing is blamed on the interpreter', async () => {
  const file = script('bad', '#! /no/such/python -u\n');
  assert.is(
    await obstacle({ argv: [file] }),
    `the interpreter "/no/such/python" that "${file}" asks for does not exist`,
  );
  const windows = script('windows', '#!/bin/sh\r\necho\r\n');
  assert.is(
    await obstacle({ argv: [windows] }),
    `the interpreter "/bin/sh\\r" that "${windows}" asks for does not exist`,
  );
  const plain = script('plain.txt', '');
  const odd = script('odd', `#!${plain}/x\n`);
  assert.match(await obstacle({ argv: [odd] }), /does not exist$/);
});

test('the interpreter that env looks for must be in the PATH of the app', async () => {
  const file = script('with-env', '#!/usr/bin/env no-such-interpreter\n');
  assert.is(
    await obstacle({ argv: [file] }),
    `"${file}" asks for the interpreter "no-such-interpreter", which is not in PATH (${PATH})`,
  );
  for (const line of ['#!/usr/bin/env sh', '#!/usr/bin/env -S sh -e', '#!/usr/bin/env A=1 sh', '#!', '']) {
    const good = await check({ argv: [script('good', `${line}\n`)] });
    assert.ok(good.ok, line);
  }
});

test('an unknown user is named', async () => {
  assert.is(await obstacle({ user: 'no-such-user' }), 'this machine has no user "no-such-user"');
});

test('only root can start processes of another user', async () => {
  const preflight = new Preflight({ table: processTable(), ownUid: 4000 });
  assert.is(
    await obstacle({ user: 'root' }, preflight),
    'only root can start processes of the user "root", and OPM runs as user id 4000',
  );
});

test('the current user needs no switch, but has a home', async () => {
  const result = await check({ user: me });
  assert.ok(result.ok && result.credentials === null && result.account?.name === me);
});

test('missing log folders are created, readable only by their owner', async () => {
  const logs = { out: join(folder, 'logs/a/out.log'), err: join(folder, 'logs/b/err.log') };
  assert.ok((await check({ logs })).ok);
  for (const made of ['logs', 'logs/a', 'logs/b']) {
    assert.is(statSync(join(folder, made)).mode & 0o777, 0o700, made);
  }
  assert.ok((await check({ logs })).ok);
});

test('a log that cannot be written is reported', async () => {
  const file = script('a-file', '');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const out = join(folder, 'out.log');
  const message = (err: string) => obstacle({ logs: { out, err } });
  assert.is(
    await message(join(file, 'err.log')),
    `the log folder "${file}" cannot be used: part of its path is a file`,
  );
  assert.is(
    await message(join(file, 'below/err.log')),
    `the log folder "${file}/below" cannot be used: part of its path is a file`,
  );
  assert.is(await message(folder), `its log "${folder}" is not a regular file`);
  assert.is(await message(pipe), `its log "${pipe}" is not a regular file`);
  assert.ok((await check({ logs: { out: '/dev/null', err: '/dev/null' } })).ok);
  assert.is(
    await message(`/proc/${process.pid}/fd`),
    `its log "/proc/${process.pid}/fd" is not a regular file. The daemon's own output is /dev/stdout or /dev/stderr`,
  );
});

test('the wait for a log line is refused if there is no log file to read', async () => {
  const ready = { kind: 'log', pattern: 'up', timeoutMs: 1000 } as const;
  const logs = (out: string, err: string) => check({ ready, logs: { out, err } });
  assert.is(
    await obstacle({ ready, logs: { out: '/dev/stdout', err: '/dev/null' } }),
    'ready.log waits for a line in its log files, but it writes to /dev/stdout and /dev/null. ' +
      'Set logs.out to a file, or use another readiness check',
  );
  assert.ok((await logs('/dev/stdout', join(folder, 'err.log'))).ok);
  assert.not.ok((await logs('/dev/null', '/dev/null')).ok);
});

for (const [host, what] of [
  ['0.0.0.0', 'all addresses'],
  ['127.0.0.1', 'one address'],
  ['::1', 'an IPv6 address'],
] as const) {
  test(`a port taken on ${what} is refused, and its holder is named`, async () => {
    const { server, port } = await listening(host);
    try {
      const message = await obstacle({ port });
      assert.ok(message.startsWith(`port ${port} is in use by process ${process.pid} (`), message);
      assert.ok(message.includes(basename(process.argv[1]!)), message);
    } finally {
      server.close();
      await once(server, 'close');
    }
    assert.ok((await check({ port })).ok, 'free again');
  });
}

test('an answer before the start is refused, since it would pass for that of the app', async () => {
  const { server, port } = await listening('127.0.0.1');
  const ready = { kind: 'tcp', host: '127.0.0.1', port, timeoutMs: 1000 } as const;
  const url = `http://127.0.0.1:${port}/`;
  try {
    assert.match(await obstacle({ ready }), new RegExp(`^port ${port} is in use by process ${process.pid}`));
    assert.match(await obstacle({ ready: { kind: 'http', url, timeoutMs: 1000 } }), /is in use by/);
    assert.ok((await check({ ready: { ...ready, listener: 'any' } })).ok);
  } finally {
    server.close();
  }
});

test('a checked port is free again at once', async () => {
  const { server, port } = await listening('127.0.0.1');
  server.close();
  await once(server, 'close');
  assert.ok((await check({ port })).ok);
  const again = await listening('0.0.0.0', port);
  again.server.close();
});

test('concurrent checks of the same port do not mistake each other for its holder', async () => {
  const { server, port } = await listening('127.0.0.1');
  server.close();
  await once(server, 'close');
  const preflight = new Preflight({ table: processTable() });
  const results = await Promise.all(Array.from({ length: 20 }, () => check({ port }, preflight)));
  assert.ok(results.every(({ ok }) => ok));
});

test('a second instance is shown with its number', async () => {
  const result = await check({ instance: 1, cwd: '/no/such/folder' });
  assert.ok(!result.ok && result.error.message.startsWith('Cannot start "api:1": '));
  assert.ok(!result.ok && result.error.code === 'CWD_UNUSABLE');
});

test('a folder and a command are looked up once per batch', async () => {
  const cwd = join(folder, 'batch');
  const preflight = new Preflight({ table: processTable(), users: new UserLookup() });
  mkdirSync(cwd);
  const file = script('batch/tool', '');
  assert.ok((await check({ cwd, argv: ['./tool'] }, preflight)).ok);
  chmodSync(file, 0o644);
  assert.ok((await check({ cwd, argv: ['./tool'] }, preflight)).ok);
  assert.not((await check({ cwd, argv: ['./tool'] })).ok);
});

if (isRoot) {
  test('a folder or command that the app itself may not use is reported with its user', async () => {
    const cwd = join(folder, 'of-root');
    mkdirSync(cwd, { mode: 0o700 });
    const file = script('for-root', '#!/bin/sh\n', 0o700);
    assert.is(
      await obstacle({ user: 'nobody', cwd }),
      `the folder "${cwd}" may not be entered by the user "nobody"`,
    );
    assert.is(
      await obstacle({ user: 'nobody', argv: [file] }),
      `the command "${file}" may not be run by the user "nobody"`,
    );
    const good = await check({ user: 'nobody' });
    assert.ok(good.ok && good.switchedTo === good.account?.uid && good.switchedTo !== 0);
  });

  test('without root, whatever may not be entered, run or written is reported', () => {
    const program = bundle(new URL('./preflight.program.ts', import.meta.url));
    const [runtime, ...args] = runtimeArguments(program);
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const message = (overrides: Partial<InstanceSpec>) => {
      const spec = specIn(folder, { logs: { out: '/dev/null', err: '/dev/null' }, ...overrides });
      const { stdout, stderr } = spawnSync(runtime, [...args, JSON.stringify(spec)], {
        uid: 65_534,
        gid: 65_534,
        cwd: '/',
        env: { HOME: '/tmp', DENO_DIR: '/nonexistent' },
        encoding: 'utf8',
      });
      assert.ok(stdout, stderr);
      return JSON.parse(stdout).message;
    };
    assert.is(
      message({ cwd: closed }),
      `Cannot start "api": the folder "${closed}" may not be entered by the user that OPM runs as`,
    );
    assert.is(
      message({ argv: [join(closed, 'x')] }),
      `Cannot start "api": the command "${closed}/x" cannot be read (EACCES)`,
    );
    assert.is(
      message({ logs: { out: join(folder, 'x.log'), err: '/dev/null' } }),
      `Cannot start "api": the log folder "${folder}" cannot be used: the user that OPM runs as may not write there`,
    );
    const mine = join(folder, 'of-root.log');
    writeFileSync(mine, '', { mode: 0o600 });
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    writeFileSync(join(open, 'root.log'), '', { mode: 0o600 });
    assert.is(
      message({ logs: { out: join(open, 'root.log'), err: '/dev/null' } }),
      `Cannot start "api": its log "${open}/root.log" cannot be written (EACCES)`,
    );
    // A privileged port may be open to the app by other means, such as a capability of its file.
    assert.is(message({ port: 81 }), undefined);
    assert.match(message({ user: 'root' }), /only root can start processes of the user "root"/);
  });
}

/** A check long before the start, while what it replaces still runs. */
function foresee(overrides: Partial<InstanceSpec>, ahead: Partial<Ahead> = {}) {
  const preflight = new Preflight({ table: processTable() });
  const known = { willEnd: () => false, freedPorts: new Set<number>(), ...ahead };
  return preflight.check({
    spec: specIn(folder, overrides),
    callerEnv: { PATH },
    pluginEnv: {},
    ahead: known,
  });
}

test('a script that its interpreter would not find is reported', async () => {
  const gone = join(folder, 'gone.sh');
  assert.is(await obstacle({ argv: ['sh', gone] }), `the script "${gone}" does not exist`);
  script('there.sh', '');
  assert.ok((await check({ argv: ['sh', 'there.sh'] })).ok);
  assert.ok((await check({ argv: ['sh', '-c', 'gone.sh'] })).ok);
});

test('a check ahead of the start creates no folder, but tests whether it could be created', async () => {
  const logs = join(folder, 'later', 'logs');
  assert.ok((await foresee({ logs: { out: join(logs, 'o'), err: join(logs, 'e') } })).ok);
  assert.is(existsSync(join(folder, 'later')), false);
  const below = join(script('in-the-way', ''), 'logs');
  assert.not((await foresee({ logs: { out: join(below, 'o'), err: join(below, 'e') } })).ok);
});

test('a port is not an obstacle if the start itself frees it', async () => {
  const { server, port } = await listening('127.0.0.1');
  try {
    assert.not((await foresee({ port })).ok);
    assert.ok((await foresee({ port }, { freedPorts: new Set([port]) })).ok);
    assert.ok((await foresee({ port }, { willEnd: (pid) => pid === process.pid })).ok);
  } finally {
    server.close();
  }
});

test.run();
