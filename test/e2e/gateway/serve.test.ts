import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isAlive, Lab, until } from '../lab.ts';
import { ask, startGateway, withGateway } from './served-gateway.ts';

const daemonAt = async (url: string): Promise<string> =>
  (await ask(`${url}/healthz`)).json<{ daemon: string }>().daemon;

test('the gateway runs without a daemon, starts none, and notices one start, die and come back', () =>
  withGateway(async (gateway, lab) => {
    assert.is((await ask(`${gateway.url}/healthz`)).status, 200);
    assert.is(await daemonAt(gateway.url), 'unreachable');
    assert.is(await lab.daemonPid(), null);
    await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000' }]));
    assert.is(await daemonAt(gateway.url), 'running');
    const { pid } = (await lab.list())[0]!;
    await lab.killDaemon();
    assert.is(await daemonAt(gateway.url), 'unreachable');
    await lab.ok(['daemon', 'start']);
    assert.is(await daemonAt(gateway.url), 'running');
    await lab.ok(['daemon', 'restart']);
    assert.is(await daemonAt(gateway.url), 'running');
    assert.is((await lab.list())[0]!.pid, pid);
    const { code } = await gateway.stop();
    assert.is(code, 0);
    assert.ok(isAlive(pid!));
  }));

test('the gateway runs as an app of the fleet', async () => {
  const lab = new Lab();
  try {
    const socket = path.join(lab.home, 'gateway.sock');
    const { file, args } = lab.command(['serve', '--socket', socket]);
    const { report } = await lab.restore(
      lab.config([
        { name: 'api', command: 'sleep 1000' },
        {
          name: 'gateway',
          command: [file, ...args],
          ready: { log: 'Serving .* on', timeout: '20s' },
        },
      ]),
    );
    assert.is(report.outcome, 'committed', JSON.stringify(report.failed));
    assert.is((await ask('http://localhost/healthz', { socketPath: socket })).status, 200);
    const { pid } = await lab.info('gateway');
    await lab.killDaemon();
    assert.is((await ask('http://localhost/healthz', { socketPath: socket })).status, 200);
    await lab.ok(['daemon', 'start']);
    assert.is((await lab.info('gateway')).pid, pid);
  } finally {
    await lab.end();
  }
});

test('a socket has the requested mode, and is taken over from a killed gateway', async () => {
  const lab = new Lab();
  try {
    const socket = path.join(lab.folder, 'gateway.sock');
    const first = await startGateway(lab, ['--socket', socket, '--socket-mode', '660']);
    assert.is(first.url, `unix:${socket}`);
    assert.is(fs.statSync(socket).mode & 0o777, 0o660);
    const busy = await lab.opm(['serve', '--socket', socket]);
    assert.is(busy.code, 1);
    assert.match(busy.stderr, 'another process is already listening there');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await startGateway(lab, ['--socket', socket]);
    assert.is((await ask('http://localhost/healthz', { socketPath: socket })).status, 200);
    assert.is(fs.statSync(socket).mode & 0o777, 0o600);
    await second.stop();
    fs.rmSync(socket, { force: true });
    fs.writeFileSync(socket, 'mine');
    assert.is((await lab.opm(['serve', '--socket', socket])).code, 1);
    assert.is(fs.readFileSync(socket, 'utf8'), 'mine');
  } finally {
    await lab.end();
  }
});

test('an address beyond loopback needs TLS or an explicit option', async () => {
  const lab = new Lab();
  try {
    const refused = await lab.opm(['serve', '--listen', '0.0.0.0:0']);
    assert.is(refused.code, 64);
    assert.match(refused.stderr, '--plain-http');
    const [cert, key] = [path.join(lab.folder, 'cert.pem'), path.join(lab.folder, 'key.pem')];
    const half = await lab.opm(['serve', '--tls-cert', cert]);
    assert.is(half.code, 64);
    assert.match(half.stderr, '--tls-cert needs --tls-key too');
    const missing = await lab.opm(['serve', '--listen', '127.0.0.1:0', '--tls-cert', cert, '--tls-key', key]);
    assert.is(missing.code, 78);
    assert.match(missing.stderr, cert);
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    );
    const gateway = await startGateway(lab, [
      ...['--listen', '127.0.0.1:0', '--tls-cert', cert, '--tls-key', key],
    ]);
    assert.match(gateway.url, /^https:/);
    assert.is((await ask(`${gateway.url}/healthz`)).status, 200);
    await gateway.stop();
  } finally {
    await lab.end();
  }
});

test('a taken port is reported, and a gateway that stops releases it', async () => {
  const lab = new Lab();
  try {
    const gateway = await startGateway(lab);
    const address = new URL(gateway.url).host;
    const busy = await lab.opm(['serve', '--listen', address]);
    assert.is(busy.code, 1);
    assert.match(busy.stderr, `Cannot listen on ${address}: another process is already listening there`);
    await gateway.stop();
    await until(async () => {
      try {
        await ask(`${gateway.url}/healthz`);
        return false;
      } catch {
        return true;
      }
    }, 'the port is free');
  } finally {
    await lab.end();
  }
});

test.run();
