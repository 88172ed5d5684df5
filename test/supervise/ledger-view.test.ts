import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { processTable } from '../../src/runtime/proc/system.ts';
import { verifyLedger } from '../../src/supervise/ledger-view.ts';

const onLinux = existsSync('/proc/self/environ') ? test : test.skip;

onLinux('only processes that still run after their ledger was deleted are reported', async () => {
  const home = mkdtempSync(join(tmpdir(), 'opm-lost-'));
  assert.equal(verifyLedger(home), { file: join(home, 'ledger.jsonl'), checked: 0, problems: [] });
  const env = { PATH: process.env.PATH, OPM_HOME: home, OPM_TOKEN: 'lost', OPM_ID: '3' };
  const child = spawn('sleep', ['60'], { env, stdio: 'ignore' });
  try {
    await new Promise((resolve) => child.once('spawn', resolve));
    // A process amid its exec shows nothing yet.
    const table = processTable();
    const giveUpAt = performance.now() + 5_000;
    while (table.environmentValue(child.pid!, 'OPM_TOKEN') !== 'lost' && performance.now() < giveUpAt);
    const problem = `Process ${child.pid} was started from this home, but no claim knows it`;
    assert.equal(verifyLedger(home).problems, [problem]);
  } finally {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true });
  }
});

test.run();
