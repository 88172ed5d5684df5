import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InfoEntry, ListEntry } from '../../../src/protocol/intents.ts';
import { isAlive, until } from '../lab.ts';
import { type DescribedApi, tokenOf, withApi } from './described-api.ts';
import { ask } from './served-gateway.ts';

type Items<Item> = { items: Item[]; next: string | null };
type Outcomes = { ok: boolean; outcomes: { id: number; ok: boolean; status: string; pid: number | null }[] };

test('instances are listed as by the command, with pagination and filters', () =>
  withApi(async (api, lab) => {
    const { items, next } = await api.value<Items<ListEntry>>('listInstances');
    assert.is(next, null);
    assert.equal(
      items.map(({ id, name, instance, pid, status }) => ({ id, name, instance, pid, status })),
      (await lab.list()).map(({ id, name, instance, pid, status }) => ({ id, name, instance, pid, status })),
    );
    const first = await api.value<Items<ListEntry>>('listInstances', { query: { limit: 2 } });
    assert.is(first.items.length, 2);
    const rest = await api.value<Items<ListEntry>>('listInstances', {
      query: { limit: 2, cursor: first.next! },
    });
    assert.equal(
      [...first.items, ...rest.items].map(({ id }) => id),
      items.map(({ id }) => id),
    );
    assert.is(rest.next, null);
    const named = await api.value<Items<ListEntry>>('listInstances', {
      query: { name: 'api', status: 'online' },
    });
    assert.is(named.items.length, 2);
    assert.is(
      (await api.value<Items<ListEntry>>('listInstances', { query: { search: 'WORK' } })).items.length,
      1,
    );
    assert.is((await api.call('listInstances', { query: { limit: 0 } })).status, 400);
    assert.is((await api.call('listInstances', { query: { colour: 'red' } })).status, 400);
  }));

test('values of variables are masked by role: all for a viewer, secrets for everybody', () =>
  withApi(async (api, lab) => {
    const env = async (who: DescribedApi) =>
      (await who.value<InfoEntry>('getInstance', { params: { target: 'api:0' } })).env;
    assert.is((await env(api)).LEVEL, 'low');
    assert.is((await env(api)).DB_PASSWORD, '********');
    const viewer = api.as(await tokenOf(lab, 'viewer'));
    assert.equal(await env(viewer), { LEVEL: '********', DB_PASSWORD: '********' });
    const { text } = await viewer.call('getInstance', { params: { target: 'api:0' } });
    assert.not(text.includes('hunter2') || text.includes(process.env.PATH!));
    assert.is((await api.call('getInstance', { params: { target: 'api' } })).status, 400);
    assert.is((await api.call('getInstance', { params: { target: 'nobody' } })).status, 404);
  }));

test('instances are stopped, started, restarted, signalled, scaled, renamed and removed', () =>
  withApi(async (api, lab) => {
    const act = (id: string, target: string, body?: unknown) =>
      api.value<Outcomes>(id, { params: { target }, ...(body === undefined ? {} : { body }) });
    const { pid } = await lab.info('worker');
    assert.ok((await act('stopInstances', 'worker')).ok);
    assert.not(isAlive(pid!));
    assert.is((await lab.info('worker')).status, 'stopped');
    const started = await act('startInstances', 'worker');
    assert.is(started.outcomes[0]!.status, 'online');
    const restarted = await act('restartInstances', 'worker');
    assert.is.not(restarted.outcomes[0]!.pid, started.outcomes[0]!.pid);
    assert.is((await act('reloadInstances', 'api')).outcomes.length, 2);
    assert.ok((await act('signalInstances', 'worker', { signal: 'SIGTERM' })).ok);
    await until(async () => (await lab.info('worker')).restarts > 0, 'the signal ended it');
    await act('resetInstances', 'worker');
    assert.is((await lab.info('worker')).restarts, 0);
    assert.ok((await act('adjustInstance', 'worker', { name: 'jobs' })).ok);
    const scaled = await api.value<Outcomes>('scaleApp', {
      params: { name: 'jobs' },
      body: { instances: 3 },
    });
    assert.ok(scaled.ok);
    assert.is((await lab.list()).filter(({ name }) => name === 'jobs').length, 3);
    assert.ok((await act('removeInstances', 'jobs')).ok);
    assert.equal([...new Set((await lab.list()).map(({ name }) => name))], ['api']);
    assert.is(
      (await api.call('signalInstances', { params: { target: 'api' }, body: { signal: 'BANG' } })).status,
      400,
    );
  }));

test('an insufficient role is refused, and nothing happens', () =>
  withApi(async (api, lab) => {
    const before = await lab.list();
    const roles = { viewer: await tokenOf(lab, 'viewer'), operator: await tokenOf(lab, 'operator') };
    for (const [role, token] of Object.entries(roles)) {
      const small = api.as(token);
      for (const operation of api.operations) {
        const needed = operation['x-opm-role'];
        if (needed === undefined || needed === 'viewer' || needed === role) continue;
        const { status, text } = await small.call(operation.operationId, {
          params: { target: 'all', name: 'api', id: 1 },
          ...(operation.requestBody === undefined ? {} : { body: {} }),
        });
        assert.is(status, 403, `${role} ${operation.operationId}: ${text}`);
      }
      const file = { source: { kind: 'file', file: '/etc/opm.config.json' } };
      if (role === 'operator') {
        assert.is((await small.call('beginRestore', { body: file })).status, 403);
        assert.is((await small.call('beginRestore', { body: { prune: true } })).status, 403);
      }
    }
    assert.equal(
      (await lab.list()).map(({ id, pid }) => ({ id, pid })),
      before.map(({ id, pid }) => ({ id, pid })),
    );
  }));

test('the daemon is queried, stopped with its apps running, and reset', () =>
  withApi(async (api, lab) => {
    const daemon = await api.value<{ pid: number; snapshotDiffers: boolean }>('getDaemon');
    assert.is(daemon.pid, await lab.daemonPid());
    const apps = (await lab.list()).map(({ pid }) => pid!);
    assert.is((await api.value<{ kept: number }>('stopDaemon', { body: { keepApps: true } })).kept, 3);
    await until(() => !isAlive(daemon.pid), 'the daemon has ended');
    assert.ok(apps.every(isAlive));
    await lab.ok(['daemon', 'start']);
    assert.is((await api.value<{ stopped: number }>('resetDaemon')).stopped, 3);
    assert.equal(await lab.list(), []);
  }));

test('an unknown operation is refused with the known ones', () =>
  withApi(async (api, _lab, gateway) => {
    const headers = { authorization: `Bearer ${'opm_'}` };
    const wrong = await ask(`${gateway.url}/api/v1/instances`, { method: 'PUT', headers });
    assert.is(wrong.status, 405);
    assert.is(wrong.headers.allow, 'GET');
    assert.is((await ask(`${gateway.url}/api/v1/nothing`)).status, 404);
    assert.is((await api.call('beginRestore', { body: { source: { kind: 'sql' } } })).status, 400);
    const form = await api.call('beginRestore');
    assert.is(form.status, 415);
  }));

test.run();
