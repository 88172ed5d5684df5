import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
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
  native: null,
};

test("a ping shows the daemon's version and how long the answer took", async () => {
  const delayMs = 40;
  const served = await serve({
    status: () => new Promise((resolve) => setTimeout(() => resolve(STATUS), delayMs)),
  });
  try {
    const told = await served.opm(['ping']);
    assert.is(told.code, 0);
    assert.match(told.stdout, /^pong: OPM 1\.2\.3, pid 70, [0-9.]+ ms\n$/);
    const json = await served.opm(['ping', '--json']);
    const { latencyMs, ...rest } = JSON.parse(json.stdout);
    assert.equal(rest, { answers: true, version: '1.2.3', pid: 70 });
    // A timer may fire a millisecond early.
    assert.ok(latencyMs >= delayMs - 1, `${latencyMs}`);
  } finally {
    await served.close();
  }
});

test('without a daemon, ping fails with 69, starts none and leaves no home behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-nobody-'));
  const home = join(folder, 'home');
  try {
    const told = await runIn(home, ['ping']);
    assert.equal([told.code, told.stdout], [69, '']);
    assert.ok(told.stderr.includes(`No daemon runs for the home ${home}`), told.stderr);
    const json = await runIn(home, ['ping', '--json']);
    assert.is(json.code, 69);
    assert.equal(JSON.parse(json.stdout), { answers: false, version: null, pid: null, latencyMs: null });
    assert.not.ok(existsSync(home));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
