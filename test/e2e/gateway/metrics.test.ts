import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tokenOf } from './described-api.ts';
import { ask, withGateway } from './served-gateway.ts';

const PROMTOOL = '/usr/bin/promtool';
const hasPromtool = existsSync(PROMTOOL);
if (!hasPromtool) console.log('skipped: there is no promtool: apt-get install prometheus');

test('metrics need a token and report the fleet and an absent daemon', () =>
  withGateway(async (gateway, lab) => {
    const url = `${gateway.url}/metrics`;
    assert.is((await ask(url)).status, 401);
    const headers = { authorization: `Bearer ${await tokenOf(lab, 'viewer')}` };
    assert.match((await ask(url, { headers })).text, /^opm_daemon_up 0$/m);
    await lab.restore(lab.config([{ name: 'api', command: 'sleep 1000', namespace: 'shop' }]));
    const { text, headers: answered } = await ask(url, { headers });
    assert.is(answered['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.match(text, /^opm_daemon_up 1$/m);
    assert.match(text, /^opm_instance_up\{id="\d+",name="api",instance="0",namespace="shop"\} 1$/m);
    assert.match(text, /^opm_instance_restarts_total\{.*\} 0$/m);
    assert.match(text, /^opm_instance_memory_bytes\{.*\} [1-9]\d*$/m);
    assert.match(text, /^opm_ledger_bytes [1-9]\d*$/m);
    await lab.ok(['stop', 'api']);
    assert.match((await ask(url, { headers })).text, /^opm_instance_up\{.*\} 0$/m);
    const open = await ask(url, { headers: { ...headers, accept: 'application/openmetrics-text' } });
    assert.match(open.headers['content-type']!, /^application\/openmetrics-text/);
    assert.match(open.text, /# EOF\n$/);
    if (!hasPromtool) return;
    const checked = spawnSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    assert.is(checked.status, 0, checked.stdout + checked.stderr);
  }));

test.run();
