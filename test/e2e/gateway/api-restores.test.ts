import fs from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreRun } from '../../../src/gateway/api/restore-runs.ts';
import { ApiClient } from '../../../src/gateway/client/api-client.ts';
import { until } from '../lab.ts';
import { DescribedApi, tokenOf, withApi } from './described-api.ts';
import { ask, type ServedGateway, withGateway } from './served-gateway.ts';

type Items<Item> = { items: Item[] };

test('a restore is a resource: planned, followed from its start, rolled back, cancelled', () =>
  withApi(async (api, lab, gateway) => {
    const viewer = await tokenOf(lab, 'viewer');
    const begin = async (body: object) => {
      const { id } = await api.value<RestoreRun>('beginRestore', { body });
      const events = await follow(gateway, id, viewer);
      return { events, run: await api.value<RestoreRun>('getRestore', { params: { id } }) };
    };
    await api.value('saveSnapshot');
    await lab.ok(['stop', 'worker']);
    const planned = await begin({ dryRun: true });
    assert.is(planned.run.report?.outcome, 'planned');
    const done = await begin({ source: { kind: 'snapshot' } });
    assert.is(done.run.report?.outcome, 'committed', JSON.stringify(done.run));
    assert.is(done.run.exitCode, 0);
    assert.is(done.events.at(-1)!.event, 'ended');
    assert.ok(done.events.some(({ data }) => data.kind === 'plan'));
    assert.is((await lab.info('worker')).status, 'online');

    const bad = lab.config(
      [
        { name: 'bad', command: 'false' },
        { name: 'good', command: 'sleep 1000' },
      ],
      {},
      'bad.config.json',
    );
    const failed = await begin({ source: { kind: 'file', file: bad } });
    assert.is(failed.run.report?.outcome, 'rolled-back');
    assert.is(failed.run.report?.failed[0]?.name, 'bad');
    assert.ok(failed.events.some(({ data }) => data.kind === 'rollback'));
    assert.not((await lab.list()).some(({ name }) => name === 'good'));

    const slow = lab.config(
      [{ name: 'slow', command: 'sleep 1000', ready: { tcp: '127.0.0.1:1' } }],
      {},
      'slow.config.json',
    );
    const { id } = await api.value<RestoreRun>('beginRestore', {
      body: { source: { kind: 'file', file: slow } },
    });
    await until(async () => (await lab.list()).some(({ name }) => name === 'slow'), 'it has begun');
    await api.value('cancelRestore', { params: { id } });
    await follow(gateway, id, viewer);
    const cancelled = await api.value<RestoreRun>('getRestore', { params: { id } });
    assert.is(cancelled.exitCode, 130);
    assert.is((await api.call('cancelRestore', { params: { id } })).status, 409);
    assert.is((await api.call('getRestore', { params: { id: 999 } })).status, 404);
    assert.is((await api.value<Items<RestoreRun>>('listRestores')).items[0]!.id, id);
    assert.is(
      (await api.call('beginRestore', { body: { source: { kind: 'snapshot', generation: 99 } } })).status,
      202,
    );
  }));

/** All events of a restore over two connections: the second resumes after the first event. */
async function follow(gateway: ServedGateway, id: number, token: string) {
  const url = `${gateway.url}/api/v1/restores/${id}/events`;
  const headers = { authorization: `Bearer ${token}` };
  const read = ({ text }: { text: string }) =>
    text
      .split('\n\n')
      .filter((message) => message.includes('data: '))
      .map((message) => ({
        id: /^id: (.*)$/m.exec(message)?.[1],
        event: /^event: (.*)$/m.exec(message)![1]!,
        data: JSON.parse(/^data: (.*)$/m.exec(message)![1]!),
      }));
  const all = read(await ask(url, { headers }));
  const resumed = read(await ask(url, { headers: { ...headers, 'last-event-id': '1' } }));
  assert.equal(resumed, all.slice(1));
  return all;
}

test('logs are read, followed and resumed without losing or duplicating a line', () =>
  withGateway(async (gateway, lab) => {
    const script = lab.write(
      'count.sh',
      '#!/bin/sh\nn=0\nwhile [ -e go ]; do n=$((n+1)); echo "line $n <b>\\033[31mred"; sleep 0.005; done\nexec sleep 1000\n',
      0o755,
    );
    const go = lab.write('go', '');
    await lab.restore(lab.config([{ name: 'count', command: script, cwd: lab.folder }]));
    const token = await tokenOf(lab, 'viewer');
    const api = await DescribedApi.read(gateway.url, token);
    const seen: number[] = [];
    let lastEventId: string | undefined;
    const client = new ApiClient({ url: gateway.url, token });
    for (const want of [60, 120, 180]) {
      const stop = new AbortController();
      const query = { target: 'count', lines: 10_000 };
      for await (const event of client.stream('/logs/stream', { query, lastEventId, signal: stop.signal })) {
        for (const { line } of event.data as { line: string }[])
          seen.push(Number(/^line (\d+) /.exec(line)![1]));
        lastEventId = event.id!;
        if (seen.length >= want) break;
      }
    }
    fs.unlinkSync(go);
    assert.equal(
      seen,
      Array.from(seen, (_, index) => index + 1),
    );
    const { items } = await api.value<Items<{ line: string; stream: string }>>('readLogs', {
      query: { target: 'count', lines: 5, stream: 'out', search: 'line' },
    });
    assert.is(items.length, 5);
    assert.ok(items[0]!.line.endsWith(' <b>\u001B[31mred'), items[0]!.line);
    const admin = api.as(await tokenOf(lab, 'admin'));
    const { flushed } = await admin.value<{ flushed: string[] }>('flushLogs', { query: { target: 'count' } });
    assert.is(flushed.length, 2);
    assert.is(fs.statSync(flushed[0]!).size, 0);
  }));

test('snapshots are saved, listed and shown without the values of variables', () =>
  withApi(async (api, lab) => {
    const saved = await api.value<{ generation: number; instances: number }>('saveSnapshot');
    assert.equal(saved, { generation: 1, instances: 3 });
    const { items } =
      await api.value<Items<{ generation: number; instances: number; damage: null }>>('listSnapshots');
    assert.is(items[0]!.instances, 3);
    const { text } = await api.call('getSnapshot', { params: { generation: 1 } });
    assert.ok(text.includes('DB_PASSWORD') && !text.includes('hunter2'));
    assert.is((await api.call('getSnapshot', { params: { generation: 2 } })).status, 404);
    await lab.killDaemon();
    assert.is((await api.call('getSnapshot', { params: { generation: 1 } })).status, 200);
    assert.is((await api.call('listInstances')).status, 503);
    const { status, text: problem } = await api.call('stopInstances', { params: { target: 'api' } });
    assert.is(status, 503);
    assert.match(problem, 'urn:opm:problem:daemon-not-running');
  }));

test.run();
