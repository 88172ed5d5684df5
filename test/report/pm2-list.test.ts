import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InfoEntry } from '../../src/protocol/intents.ts';
import { pm2List, pm2PrettyList } from '../../src/report/pm2-list.ts';
import { listed, NO_RESTARTS } from '../commands/served.ts';

const ENTRY: InfoEntry = {
  ...listed({ exitCode: null, id: 4, uptimeMs: 5000, status: 'starting' }),
  identity: null,
  command: ['node', '--inspect', 'server.js', '--port', '3000'],
  cwd: '/srv/api',
  logs: { out: '/logs/out', err: '/logs/err' },
  lastExit: null,
  restartsBy: NO_RESTARTS,
  ...{ maxMemoryBytes: null, dependsOn: [], port: null, user: null, pluginEnv: [] },
  env: { PORT: '3000', API_TOKEN: 'hush' },
  inheritedEnv: { PORT: '1', HOME: '/root' },
  wanted: 'running',
};

const environmentOf = (info: InfoEntry, showSecrets = false) =>
  pm2List([info], { showSecrets, nowMs: 60_000 })[0]!.pm2_env as Record<string, unknown>;

test('a script is separated from its interpreter and from the words for either', () => {
  const { exec_interpreter, node_args, pm_exec_path, args, status, pm_id, pm_uptime } = environmentOf(ENTRY);
  assert.equal([exec_interpreter, node_args, args], ['node', ['--inspect'], ['--port', '3000']]);
  assert.is(pm_exec_path, '/srv/api/server.js');
  assert.equal([status, pm_id, pm_uptime], ['launching', 4, 55_000]);
});

test('a program without an interpreter is what is executed', () => {
  const { exec_interpreter, pm_exec_path, args } = environmentOf({ ...ENTRY, command: ['/bin/sleep', '60'] });
  assert.equal([exec_interpreter, pm_exec_path, args], ['none', '/bin/sleep', ['60']]);
});

test("an app's own variables win, and secrets are masked unless they are asked for", () => {
  const { env, API_TOKEN, PORT } = environmentOf(ENTRY) as { env: object; API_TOKEN: string; PORT: string };
  assert.equal(env, { PORT: '3000', HOME: '/root', API_TOKEN: '********' });
  assert.equal([API_TOKEN, PORT], ['********', '3000']);
  assert.is(environmentOf(ENTRY, true).API_TOKEN, 'hush');
});

test('an instance without a process has the zeros that PM2 has', () => {
  const stopped = { ...ENTRY, pid: null, uptimeMs: null, memoryBytes: null, cpuPercent: null, exitCode: 1 };
  const [item] = pm2List([stopped], { showSecrets: false, nowMs: 1 });
  assert.equal([item!.pid, item!.monit], [0, { memory: 0, cpu: 0 }]);
  const { pm_uptime, created_at, exit_code } = environmentOf(stopped);
  assert.equal([pm_uptime, created_at, exit_code], [0, 0, 1]);
});

test('the pretty list is the literals of JavaScript, however deep', () => {
  assert.match(pm2PrettyList([{ a: { b: { c: { d: 'x' } } } }]), "{ b: { c: { d: 'x' } } }");
});

test.run();
