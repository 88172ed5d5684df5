import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeHomeSecret } from '../../src/runtime/files/home-secret.ts';
import { homePaths } from '../../src/runtime/home.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { signToken } from '../../src/supervise/kin/token-signer.ts';
import { verifyLedger } from '../../src/supervise/ledger-view.ts';

const onLinux = existsSync('/proc/self/environ') ? test : test.skip;

onLinux('only processes that still run after their ledger was deleted are reported', async () => {
  const home = mkdtempSync(join(tmpdir(), 'opm-lost-'));
  assert.equal(verifyLedger(home), { file: join(home, 'ledger.jsonl'), checked: 0, problems: [] });
  const secret = Buffer.alloc(32, 1);
  writeHomeSecret(homePaths(home).secret, secret);
  const token = signToken(secret, { home, id: 3 });
  const env = { PATH: process.env.PATH, OPM_HOME: home, OPM_TOKEN: token, OPM_ID: '3' };
  // As OPM starts it: what is in the session of somebody else is a copy.
  const child = spawn('sleep', ['60'], { env, stdio: 'ignore', detached: true });
  try {
    await new Promise((resolve) => child.once('spawn', resolve));
    // A process amid its exec shows nothing yet.
    const table = processTable();
    const giveUpAt = performance.now() + 5_000;
    while (table.environmentValue(child.pid!, 'OPM_TOKEN') !== token && performance.now() < giveUpAt);
    const problem = `Process ${child.pid} was started from this home, but no claim knows it`;
    assert.equal(verifyLedger(home).problems, [problem]);
  } finally {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true });
  }
});

test.run();
