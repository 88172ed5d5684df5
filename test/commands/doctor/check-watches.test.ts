import { mkdtempSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkWatches, judgeWatches } from '../../../src/commands/doctor/check-watches.ts';

test('a kernel without free watches is reported with the remedy', () => {
  const limits = { watches: 8192, instances: 128 };
  assert.equal(judgeWatches(limits, { watches: 20, instances: 2 }), {
    ...{ check: 'watched files', status: 'ok', message: '20 of 8192 files are watched by this user' },
  });
  const full = judgeWatches(limits, { watches: 8100, instances: 2 });
  assert.is(full.status, 'warn');
  assert.match(
    full.message,
    /8100 of 8192 .* may miss changes\. Raise it: sysctl fs\.inotify\.max_user_watches=32768/,
  );
  assert.match(
    judgeWatches(limits, { watches: 20, instances: 127 }).message,
    /127 of 128 watchers are in use\. Raise it: sysctl fs\.inotify\.max_user_instances=512/,
  );
});

test('the watches of this process are counted', () => {
  if (process.platform !== 'linux') return;
  const count = () => Number(/^\d+/.exec(checkWatches()[0]!.message)?.[0]);
  const folder = mkdtempSync(join(tmpdir(), 'opm-doctor-'));
  const before = count();
  const watcher = watch(folder, () => {});
  try {
    assert.ok(count() > before);
  } finally {
    watcher.close();
    rmSync(folder, { recursive: true });
  }
});

test.run();
