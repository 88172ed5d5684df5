import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InfoEntry } from '../../src/protocol/intents.ts';
import { parseAccount } from '../../src/supervise/start/attributes/user.ts';
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
    assert.is(
      stdout,
      'OPM_ID=0\nOPM_NAME=api\nOPM_INSTANCE=0\nHOME=/root\nSECRET=********\nPORT=3000\nAPI_TOKEN=********\nVAULT=********\n',
    );
    const [shown] = JSON.parse((await opm(['cmdline', 'api', '--show', '--json'])).stdout);
    assert.equal(shown, {
      id: 0,
      name: 'api',
      instance: 0,
      env: {
        OPM_ID: '0',
        OPM_NAME: 'api',
        OPM_INSTANCE: '0',
        HOME: '/root',
        SECRET: 'psst',
        PORT: '3000',
        API_TOKEN: 'hush',
        VAULT: '********',
      },
    });
  });
});

test("env shows the home of the user that the app runs as, not the caller's", async () => {
  const account = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseAccount);
  const other = account.find((one) => one !== null && one.uid !== process.geteuid?.())!;
  const inheritedEnv = { HOME: '/root', PATH: '/bin', XDG_RUNTIME_DIR: '/run/user/0', MINE: '1' };
  const entry = { ...ENTRY, user: other.name, inheritedEnv, pluginEnv: [], env: {}, port: null };
  await withInfo([entry], async ({ opm }) => {
    const [shown] = JSON.parse((await opm(['env', 'api', '--json'])).stdout);
    const { HOME, USER, MINE, XDG_RUNTIME_DIR } = shown.env;
    assert.equal([HOME, USER, MINE, XDG_RUNTIME_DIR], [other.home, other.name, undefined, undefined]);
  });
});

test('env distinguishes several instances', async () => {
  const second = { ...ENTRY, id: 1, instance: 1, inheritedEnv: {}, pluginEnv: [], env: { A: '1' } };
  await withInfo([ENTRY, second], async ({ opm }) => {
    assert.match((await opm(['env', 'api'])).stdout, /^# api:0\n(.+\n)+\n# api:1\n(.+\n)+A=1\nPORT=3000\n$/);
  });
});

test.run();
