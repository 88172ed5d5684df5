import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InfoEntry } from '../../src/protocol/intents.ts';
import { listed, NO_RESTARTS, type Served, serve } from './served.ts';

const ENTRY: InfoEntry = {
  ...listed({ exitCode: null }),
  identity: { bootId: 'b', pidNamespace: 'p', pid: 71, startTicks: 1234 },
  command: ['node', 'server js', '--x'],
  cwd: '/srv/api',
  logs: { out: '/logs/api.out', err: '/logs/api.err' },
  lastExit: { code: null, signal: 'SIGKILL', at: '2026-01-01T00:00:00.000Z', reason: 'out of memory' },
  restartsBy: NO_RESTARTS,
  maxMemoryBytes: null,
  dependsOn: ['db', 'cache'],
  port: 3000,
  user: null,
  pluginEnv: ['VAULT'],
  env: { PORT: '3000', API_TOKEN: 'hush' },
  inheritedEnv: { HOME: '/root', SECRET: 'psst', PORT: '1' },
  wanted: 'running',
};

async function withInfo(entries: InfoEntry[], work: (served: Served) => Promise<void>): Promise<void> {
  const served = await serve({ info: async () => entries });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

test('info shows everything about an instance, with secrets masked', async () => {
  await withInfo([ENTRY], async ({ opm, requests }) => {
    const { code, stdout } = await opm(['show', 'api']);
    assert.is(code, 0);
    assert.equal(requests, [{ intent: 'info', request: { targets: ['api'] } }]);
    for (const line of [
      "command         node 'server js' --x",
      'last exit       signal SIGKILL at 2026-01-01T00:00:00.000Z (out of memory)',
      'depends on      db, cache',
      'env             API_TOKEN=********',
      'plugin env      VAULT',
    ]) {
      assert.ok(stdout.includes(`  ${line}\n`), `${line} is not in\n${stdout}`);
    }
    assert.not.match(stdout, /hush|psst/);
  });
});

test('info --json has the promised keys, and values of secrets only with --show', async () => {
  await withInfo([ENTRY], async ({ opm }) => {
    const masked = await opm(['info', 'api', '--json']);
    assert.not.match(masked.stdout, /hush|psst/);
    const [entry] = JSON.parse(masked.stdout);
    for (const key of ['identity', 'command', 'cwd', 'logs', 'lastExit', 'dependsOn']) {
      assert.equal(entry[key], ENTRY[key as keyof InfoEntry]);
    }
    const [shown] = JSON.parse((await opm(['info', 'api', '--json', '--show'])).stdout);
    assert.equal(shown, ENTRY);
  });
});

test("env shows inherited variables, overridden by the app's, and only the names of plugins' variables", async () => {
  await withInfo([ENTRY], async ({ opm }) => {
    const { stdout } = await opm(['env', 'api']);
    assert.is(stdout, 'HOME=/root\nSECRET=********\nPORT=3000\nAPI_TOKEN=********\nVAULT=********\n');
    const [shown] = JSON.parse((await opm(['cmdline', 'api', '--show', '--json'])).stdout);
    assert.equal(shown, {
      id: 0,
      name: 'api',
      instance: 0,
      env: { HOME: '/root', SECRET: 'psst', PORT: '3000', API_TOKEN: 'hush', VAULT: '********' },
    });
  });
});

test('env distinguishes several instances', async () => {
  const second = { ...ENTRY, id: 1, instance: 1, inheritedEnv: {}, pluginEnv: [], env: { A: '1' } };
  await withInfo([ENTRY, second], async ({ opm }) => {
    assert.match((await opm(['env', 'api'])).stdout, /^# api:0\n(.+\n)+\n# api:1\nA=1\n$/);
  });
});

test.run();
