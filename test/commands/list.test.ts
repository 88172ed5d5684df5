import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listed, type Served, serve } from './served.ts';

const ENTRIES = [
  listed({ id: 7, name: 'worker', status: 'errored', pid: null, uptimeMs: null, exitCode: 3, restarts: 11 }),
  listed({ id: 0 }),
  listed({ id: 1, instance: 1, pid: 72, adopted: true }),
];

async function withList(differs: boolean, work: (served: Served) => Promise<void>): Promise<void> {
  const entries = ENTRIES.map((entry) => ({ ...entry, surplus: 'of a newer daemon' }));
  const served = await serve({
    list: async () => ({ entries, snapshotDiffers: differs, notices: ['The ledger was damaged'] }),
  });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

test('list --json is an array sorted by id with exactly the twelve keys', async () => {
  await withList(false, async ({ opm }) => {
    for (const words of [
      ['list', '--json'],
      ['ls', '--format', 'json'],
      ['status', '--format=json'],
    ]) {
      const { code, stdout } = await opm(words);
      assert.is(code, 0);
      const entries = JSON.parse(stdout);
      assert.equal(
        entries.map(({ id }: { id: number }) => id),
        [0, 1, 7],
      );
      assert.equal(Object.keys(entries[0]), [
        'id',
        'name',
        'instance',
        'namespace',
        'status',
        'pid',
        'restarts',
        'uptimeMs',
        'cpuPercent',
        'memoryBytes',
        'exitCode',
        'adopted',
      ]);
    }
  });
});

test('list shows a table, and remarks on standard error', async () => {
  await withList(true, async ({ opm }) => {
    const { code, stdout, stderr } = await opm(['ps']);
    assert.is(code, 0);
    assert.equal(stdout.split('\n'), [
      'id  name    status   pid  restarts  uptime   cpu  memory  exit  adopted',
      ' 0  api:0   online    71         0   1m 1s  1.3%    1.5M     -',
      ' 1  api:1   online    72         0   1m 1s  1.3%    1.5M     -  yes',
      ' 7  worker  errored    -        11       -  1.3%    1.5M     3',
      '',
    ]);
    assert.match(stderr, /The ledger was damaged/);
    assert.match(stderr, /differ from the saved snapshot.*opm save/);
  });
});

test('list --format raw has one line per instance, with tabs', async () => {
  await withList(false, async ({ opm }) => {
    const { stdout } = await opm(['list', '--format', 'raw']);
    assert.is(stdout.split('\n')[0], '0\tapi\t0\tdefault\tonline\t71\t0\t61000\t1.25\t1572864\t\tfalse');
    assert.is(stdout.split('\n').length, 4);
  });
});

test('an unknown format is rejected before the daemon is asked', async () => {
  await withList(false, async ({ opm, requests }) => {
    const { code, stderr } = await opm(['list', '--format', 'xml']);
    assert.is(code, 64);
    assert.match(stderr, /--format must be one of default, json, raw/);
    assert.equal(requests, []);
  });
});

test('an empty list says how to start', async () => {
  const served = await serve({ list: async () => ({ entries: [], snapshotDiffers: false, notices: [] }) });
  assert.match((await served.opm(['list'])).stdout, /No instances.*opm start/);
  assert.equal(JSON.parse((await served.opm(['list', '--json'])).stdout), []);
  await served.close();
});

test.run();
