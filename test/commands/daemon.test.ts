import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fact } from '../../src/ledger/facts.ts';
import { encodeLine } from '../../src/ledger/ledger-line.ts';
import type { DaemonStatus } from '../../src/protocol/intents.ts';
import { runIn, serve } from './served.ts';

const STATUS: DaemonStatus = {
  running: true,
  pid: 70,
  home: '/h',
  version: '1.2.3',
  runtime: 'node 20.0.0',
  uptimeMs: 61_000,
  processes: 3,
  adopted: 2,
  native: { pidfd: true, groupSignal: 'it needs Linux 6.9', exitInfo: 'off', subreaper: true },
};

const STATUS_KEYS = [
  'running',
  'pid',
  'home',
  'version',
  'runtime',
  'uptimeMs',
  'processes',
  'adopted',
  'native',
];

test('daemon status exits 0 for a running daemon, for people and programs', async () => {
  const served = await serve({ status: async () => STATUS });
  const told = await served.opm(['daemon', 'health']);
  assert.is(told.code, 0);
  assert.match(told.stdout, /The daemon is running: pid 70, up 1m 1s, 3 processes, 2 of them adopted/);
  const json = await served.opm(['daemon', 'status', '--json']);
  assert.is(json.code, 0);
  assert.equal(JSON.parse(json.stdout), STATUS);
  await served.close();
});

test('without a daemon, commands that need none say so, start none and leave no home behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-nobody-'));
  const home = join(folder, 'home');
  try {
    const status = await runIn(home, ['daemon', 'status', '--json']);
    assert.is(status.code, 69);
    assert.equal(Object.keys(JSON.parse(status.stdout)), STATUS_KEYS);
    assert.is(JSON.parse(status.stdout).running, false);
    assert.is(JSON.parse(status.stdout).home, home);

    const told = await runIn(home, ['daemon', 'status']);
    assert.is(told.code, 69);
    assert.match(told.stdout, /No daemon is running/);

    const stop = await runIn(home, ['daemon', 'stop']);
    assert.equal(stop, { code: 0, stdout: '', stderr: 'No daemon is running.\n' });

    const names = await runIn(home, ['completion', '--names']);
    assert.equal(names, { code: 0, stdout: '', stderr: '' });

    const logs = await runIn(home, ['logs', 'api']);
    assert.is(logs.code, 1);
    assert.match(logs.stderr, /No daemon is running.*no log file for api/);
    assert.not.ok(existsSync(home));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('daemon stop says what was stopped and what was left, and fails if something could not be stopped', async () => {
  const stuck = { id: 1, name: 'db', instance: 0, ok: false, status: 'stopping' as const, pid: 9 };
  let failed: (typeof stuck)[] = [];
  const served = await serve({
    shutdown: async ({ keepApps }) => ({ stopped: keepApps ? 0 : 3, kept: keepApps ? 3 : 0, failed }),
  });
  assert.is((await served.opm(['daemon', 'stop'])).stdout, 'Stopped the daemon and 3 instances.\n');
  assert.is(
    (await served.opm(['daemon', 'stop', '--keep-apps'])).stdout,
    'Stopped the daemon and 0 instances and left 3 instances running.\n',
  );
  assert.equal(served.requests, [
    { intent: 'shutdown', request: { keepApps: false } },
    { intent: 'shutdown', request: { keepApps: true } },
  ]);
  failed = [stuck];
  assert.is((await served.opm(['daemon', 'stop'])).code, 1);
  const json = await served.opm(['daemon', 'stop', '--json']);
  assert.is(json.code, 1);
  assert.equal(JSON.parse(json.stdout), { stopped: 3, kept: 0, failed });
  await served.close();
});

const OF_THE_FUTURE: Fact = {
  op: 'open',
  version: 99,
  owner: { bootId: 'b', pidNamespace: 'p', pid: 1, startTicks: 1 },
  initOfNamespace: false,
  at: '2030-01-01T00:00:00.000Z',
};

for (const [what, spoil, message] of [
  [
    'its ledger is of a newer version',
    (home: string) => writeFileSync(join(home, 'ledger.jsonl'), encodeLine(OF_THE_FUTURE, 1)),
    /newer/,
  ],
  ['its ledger is a folder', (home: string) => mkdirSync(join(home, 'ledger.jsonl')), /ledger\.jsonl/],
  ...(process.geteuid?.() === 0
    ? [
        [
          'the home is that of another user',
          (home: string) => chownSync(home, 65_534, 65_534),
          /belongs to/,
        ] as const,
      ]
    : []),
] as const) {
  test(`daemon restart leaves the daemon alone if another one could not start: ${what}`, async () => {
    const served = await serve({});
    chmodSync(served.home, 0o700);
    spoil(served.home);
    const { code, stderr } = await served.opm(['daemon', 'restart']);
    assert.is.not(code, 0);
    assert.match(stderr, message);
    assert.equal(served.requests, []);
    await served.close();
  });
}

test('daemon reset says where the old ledger is', async () => {
  const served = await serve({ wipe: async () => ({ stopped: 1, ledgerKeptAs: '/h/ledger.old' }) });
  assert.match((await served.opm(['daemon', 'reset'])).stdout, /Stopped 1 instance .* \/h\/ledger\.old/);
  await served.close();
});

test('daemon run accepts the options of a restore only with --restore', async () => {
  const { code, stderr } = await runIn('/nowhere', ['daemon', 'run', '--config', 'x.json']);
  assert.is(code, 64);
  assert.match(stderr, /--config requires --restore/);
});

test('completion --names prints each live name once', async () => {
  const { listed } = await import('./served.ts');
  const entries = [listed({}), listed({ id: 1, instance: 1 }), listed({ id: 2, name: 'db' })];
  const served = await serve({ list: async () => ({ entries, snapshotDiffers: true, notices: ['x'] }) });
  assert.equal(await served.opm(['completion', '--names']), { code: 0, stdout: 'api\ndb\n', stderr: '' });
  await served.close();
});

test.run();
