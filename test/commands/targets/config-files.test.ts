import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXIT, OpmError } from '../../../src/errors.ts';
import type { Intents, TargetOutcome } from '../../../src/protocol/intents.ts';
import { REPORT } from '../reports.ts';
import { listed, type Served, serve } from '../served.ts';

const folder = mkdtempSync(join(tmpdir(), 'opm-files-'));
test.after(() => rmSync(folder, { recursive: true }));

writeFileSync(join(folder, 'app.js'), '');
const apps = ['one', 'two'].map((name) => ({ name, script: 'app.js', env_test: { A: 1 } }));
writeFileSync(join(folder, 'ecosystem.json'), JSON.stringify({ apps }));

const outcome = (id: number, name: string): TargetOutcome => ({
  id,
  name,
  instance: 0,
  ok: true,
  status: 'online',
  pid: 70 + id,
});

async function withDaemon(work: (served: Served) => Promise<void>): Promise<void> {
  const act = async ({ targets }: { targets: string[] }) => {
    if (targets.some((target) => target.endsWith('app.js') && !target.startsWith('/')))
      throw new OpmError({ code: 'TARGET_UNKNOWN', exitCode: EXIT.failed, message: 'Nothing matches' });
    return targets.map((target, id) => outcome(id, target));
  };
  const kept = [{ id: 4, name: 'two', instance: 0, pid: 9, ms: 0 }];
  const started = [{ id: 3, name: 'one', instance: 0, pid: 8, ms: 5 }];
  const served = await serve({
    list: async () => ({
      entries: [listed({ id: 0, name: 'worker' }), listed({ id: 1, name: 'worker', instance: 1 })],
      snapshotDiffers: false,
      notices: [],
    }),
    stop: act,
    remove: act,
    restart: act,
    reload: act,
    adjust: async () => [outcome(0, 'new')],
    scale: async ({ name, instances }) => [outcome(instances, name)],
    launch: async () => ({ report: { ...REPORT, started, kept }, exitCode: 0 }),
  });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

const asked = ({ requests }: Served) =>
  requests.filter(({ intent }) => intent !== 'launch').map(({ intent, request }) => [intent, request]);

test('a config file as target means its apps, --only some of them', () =>
  withDaemon(async (served) => {
    const { code, stderr } = await served.opm(['stop', 'ecosystem.json'], { cwd: folder });
    assert.is(code, 0, stderr);
    assert.is(
      (await served.opm(['delete', 'ecosystem.json', 'x', '--only', 'two'], { cwd: folder })).code,
      0,
    );
    const file = join(folder, 'ecosystem.json');
    assert.equal(asked(served), [
      ['stop', { targets: [`${file}#one`, `${file}#two`] }],
      ['remove', { targets: [`${file}#two`, 'x'] }],
    ]);
  }));

test('restarting a file launches its current content and restarts what was kept', () =>
  withDaemon(async (served) => {
    const ran = await served.opm(['startOrRestart', 'ecosystem.json', '--env', 'test', '--json'], {
      cwd: folder,
    });
    assert.is(ran.code, 0, ran.stderr);
    const { request } = served.requests[0]!;
    assert.equal(
      (request as Intents['launch']['request']).instances.map(({ name, env }) => [name, env.A]),
      [
        ['one', '1'],
        ['two', '1'],
      ],
    );
    assert.equal(asked(served), [['restart', { targets: ['4'], env: null }]]);
    assert.equal(
      (JSON.parse(ran.stdout) as TargetOutcome[]).map(({ name }) => name),
      ['one', '4'],
    );
  }));

test('a script as target means the apps that run it, unless an app has that name', () =>
  withDaemon(async (served) => {
    const { code, stderr } = await served.opm(['reload', 'app.js', 'x'], { cwd: folder });
    assert.is(code, 0, stderr);
    assert.equal(asked(served).at(-1), ['reload', { targets: [join(folder, 'app.js'), 'x'], env: null }]);
  }));

test('restart can rename, and scale counts from the current number', () =>
  withDaemon(async (served) => {
    assert.is((await served.opm(['restart', '0', '--name', 'new'])).code, 0);
    assert.is((await served.opm(['restart', 'a', 'b', '--name', 'new'])).code, 64);
    assert.is((await served.opm(['restart', 'a', '--name', '7'])).code, 64);
    for (const count of ['+2', '-1', '-5', '3'])
      assert.is((await served.opm(['scale', 'worker', count])).code, 0);
    assert.equal(
      asked(served)
        .filter(([intent]) => intent !== 'list')
        .map(([, request]) => request),
      [
        { target: '0', name: 'new', argv: null },
        { targets: ['new'], env: null },
        { name: 'worker', instances: 4 },
        { name: 'worker', instances: 1 },
        { name: 'worker', instances: 0 },
        { name: 'worker', instances: 3 },
      ],
    );
  }));

test.run();
