import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { freePorts } from './free-ports.ts';
import { Lab } from './lab.ts';
import { SERVER_SCRIPT, scriptArgv } from './programs.ts';

const test = suite<{ lab: Lab }>('readiness');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const DELAY_MS = 400;

test('by TCP, HTTP, command, log line, descriptor or time: online after that and not before', async ({
  lab,
}) => {
  const [tcp, http] = (await freePorts(2)) as [number, number];
  const server = scriptArgv(lab.write('server.mjs', SERVER_SCRIPT));
  const env = { DELAY: DELAY_MS };
  const timeout = '20s';
  const late = (words: string) => ['sh', '-c', `sleep ${DELAY_MS / 1000}; ${words}; exec sleep 1000`];
  const { ran, report } = await lab.restore(
    lab.config([
      { name: 'tcp', command: server, port: tcp, env, ready: { tcp, timeout } },
      {
        ...{ name: 'http', command: server, port: http, env },
        ready: { http: `http://127.0.0.1:${http}/health`, timeout },
      },
      { name: 'exec', command: late('touch there'), ready: { exec: 'test -e there', timeout } },
      {
        name: 'log',
        command: late('echo "now listening on 80" >&2'),
        ready: { log: 'listening on \\d+', timeout },
      },
      { name: 'fd', command: late('echo done >&3'), ready: { fd: 3, timeout } },
      { name: 'time', command: 'sleep 1000', minUptime: DELAY_MS },
    ]),
  );
  assert.is(ran.code, 0, ran.stderr);
  assert.equal(report.started.map(({ name }) => name).sort(), ['exec', 'fd', 'http', 'log', 'tcp', 'time']);
  for (const { name, ms } of report.started) assert.ok(ms! >= DELAY_MS, `${name} was online after ${ms} ms`);
  for (const { status } of await lab.list()) assert.is(status, 'online');
});

test('an app that does not become ready fails, names its check, and is stopped again', async ({ lab }) => {
  const [tcp, http] = (await freePorts(2)) as [number, number];
  const server = scriptArgv(lab.write('server.mjs', SERVER_SCRIPT));
  const timeout = '1500ms';
  const command = 'sleep 1000';
  const restart = { maxRestarts: 0 };
  const { ran, report } = await lab.restore(
    lab.config([
      { name: 'tcp', command, ready: { tcp, timeout }, restart },
      {
        ...{ name: 'http', command: server, port: http, env: { STATUS: 503 } },
        ready: { http: `http://127.0.0.1:${http}/`, timeout },
        restart,
      },
      { name: 'exec', command, ready: { exec: 'sh -c "exit 4"', timeout }, restart },
      {
        name: 'log',
        command: 'sh -c "echo nearly; exec sleep 1000"',
        ready: { log: '^ready$', timeout },
        restart,
      },
      { name: 'fd', command: 'sh -c "printf x >&3; exec sleep 1000"', ready: { fd: 3, timeout }, restart },
      { name: 'time', command: 'sh -c "echo dying; exit 0"', minUptime: '5s', restart },
      { name: 'good', command, minUptime: 0 },
    ]),
    '--keep-going',
  );
  assert.is(ran.code, 2, ran.stderr);
  assert.equal(
    report.started.map(({ name }) => name),
    ['good'],
  );
  const reasons = new Map(report.failed.map(({ name, reason }) => [name, reason]));
  assert.match(reasons.get('tcp')!, new RegExp(`${tcp}`));
  assert.match(reasons.get('http')!, /503/);
  assert.match(reasons.get('exec')!, /code 4/);
  assert.match(reasons.get('log')!, /\^ready\$/);
  assert.match(reasons.get('fd')!, /descriptor 3|fd 3/);
  assert.match(reasons.get('time')!, /exited with code 0/);
  for (const name of ['tcp', 'http', 'exec', 'log', 'fd'])
    assert.match(reasons.get(name)!, /1\.5\s?s|1500\s?ms/);
  assert.equal(report.failed.find(({ name }) => name === 'log')!.log, ['nearly']);
  assert.equal(
    lab.processes().map(({ name }) => name),
    ['good'],
  );
});

test('each instance is checked on its own port', async ({ lab }) => {
  const [port] = (await freePorts(2)) as [number, number];
  const { ran } = await lab.restore(
    lab.config([
      {
        ...{ name: 'web', command: scriptArgv(lab.write('server.mjs', SERVER_SCRIPT)), port, instances: 2 },
        ready: { http: `http://127.0.0.1:${port}/`, timeout: '20s' },
      },
    ]),
  );
  assert.is(ran.code, 0, ran.stderr);
  for (const instance of [0, 1]) {
    const response = await fetch(`http://127.0.0.1:${port + instance}/`);
    assert.is(await response.text(), 'hello');
  }
});

test('neither an app nor a command that probes it inherits sockets or files of the daemon', async ({
  lab,
}) => {
  const look = (file: string) => ['sh', '-c', `ls -l /proc/$$/fd > ${file}; exec sleep 1000`];
  const probe = (file: string) => ['sh', '-c', `ls -l /proc/$$/fd > ${file}`];
  // While the second one is started the daemon holds whatever it holds of the first.
  const { ran } = await lab.restore(
    lab.config([
      { name: 'a', command: look('a.app'), ready: { exec: probe('a.probe'), timeout: '20s' } },
      { name: 'b', command: look('b.app'), ready: { exec: probe('b.probe') }, dependsOn: ['a'] },
    ]),
  );
  assert.is(ran.code, 0, ran.stderr);
  for (const file of ['a.app', 'a.probe', 'b.app', 'b.probe']) {
    const listing = fs.readFileSync(`${lab.folder}/${file}`, 'utf8');
    const targets = [...listing.matchAll(/ -> (.*)$/gm)].map(([, target]) => target!);
    const ownLogs = file.endsWith('.app') ? `${lab.home}/logs/${file[0]}-0.` : 'none';
    const foreign = targets.filter(
      (target) =>
        /^socket:|^anon_inode:/.test(target) || (target.startsWith(lab.home) && !target.startsWith(ownLogs)),
    );
    assert.equal(foreign, [], `${file}: ${listing}`);
  }
});

test.run();
