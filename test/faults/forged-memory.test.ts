import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { recover } from '../../src/daemon/recover.ts';
import { Journal } from '../../src/ledger/journal.ts';
import { identityOf } from '../../src/runtime/proc/process-table.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { specOf } from '../ledger/ledger-parts.ts';
import { forgeClaims } from './forged-memory.ts';
import { Tally } from './tally.ts';

for (const stop of [false, true]) {
  const when = stop ? 'while a stop is under way' : 'of an app that was online';
  test(`a forged claim ${when} counts as dead, and the process it names gets no signal`, async () => {
    const tally = new Tally();
    await forgeClaims(tally, { stop });
    assert.equal(tally.violations, []);
  });
}

test('a claim that names the daemon itself counts as dead', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-forged-'));
  try {
    const table = processTable();
    const { journal } = Journal.open(path.join(home, 'ledger.jsonl'));
    const at = new Date().toISOString();
    const identity = identityOf(table, process.pid)!;
    const spec = specOf({ name: 'victim' });
    const logOffsets = { out: 0, err: 0 };
    journal.record([
      { op: 'open', version: 1, owner: identity, initOfNamespace: false, at },
      { op: 'define', id: 0, spec, env: null, pluginEnv: [] },
      { op: 'want', id: 0, want: 'running' },
      { op: 'intent', id: 0, token: 'forged', restart: false, at },
      { op: 'claim', id: 0, token: 'forged', identity, logOffsets, at },
    ]);
    const { plan } = recover({
      journal,
      table,
      home,
      secret: Buffer.alloc(32),
      pid: process.pid,
      initOfNamespace: false,
      fresh: false,
      lost: false,
    });
    assert.equal(plan.adopt, []);
    assert.is(journal.state.instances.get(0)?.claim, null);
    journal.close();
  } finally {
    fs.rmSync(home, { recursive: true });
  }
});

test.run();
