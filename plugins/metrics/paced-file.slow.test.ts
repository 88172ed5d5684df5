import { execFileSync, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { countStart, readTally } from './tally.ts';
import { file, folder, restored, started, startFails, state, useFolder, written } from './test-run.ts';

useFolder();

test('writes nothing in a dry run', async () => {
  await restored({}, {}, { dryRun: true });
  assert.equal(await readdir(folder), []);
  assert.equal(state, {});
});

test('gives the file its mode, whatever the umask', async () => {
  await started('api');
  assert.is((await stat(file)).mode & 0o777, 0o644);
  assert.equal(await readdir(folder), ['opm.prom']);
  const other = join(folder, 'other.prom');
  await started('api', { file: other, mode: '660' });
  assert.is((await stat(other)).mode & 0o777, 0o660);
});

test('never shows half a file to a reader', async () => {
  for (let i = 0; i < 200; i++) countStart(readTallyInto(), `app-${i}`);
  let writing = true;
  let reads = 0;
  await started('first');
  const reader = (async () => {
    while (writing) {
      assert.ok((await written()).size > 1000);
      reads++;
    }
  })();
  for (let i = 0; i < 60; i++) await started('api');
  writing = false;
  await reader;
  assert.ok(reads > 0);
});

test('turns many events into few writes, and the last one is complete', async () => {
  const watcher = watch(folder);
  let writes = 0;
  const complete = new Promise<void>((resolve) => {
    watcher.on('change', async (_, name) => {
      if (name !== 'opm.prom') return;
      writes++;
      if ((await written()).get('opm_process_starts_total{app="api"}') === 100) resolve();
    });
  });
  try {
    for (let i = 0; i < 100; i++) await started('api', { interval: '400ms' });
    await complete;
  } finally {
    watcher.close();
  }
  assert.ok(writes <= 20, `${writes} writes`);
});

test('writes the end of a restore immediately', async () => {
  await started('api', { interval: '1h' });
  await started('api', { interval: '1h' });
  await restored({}, { interval: '1h' });
  const values = await written();
  assert.is(values.get('opm_process_starts_total{app="api"}'), 2);
  assert.is(values.get('opm_last_restore_success'), 1);
});

test('serializes concurrent writes', async () => {
  await Promise.all(Array.from({ length: 20 }, () => started('api')));
  assert.equal(await readdir(folder), ['opm.prom']);
  assert.ok((await written()).has('opm_process_starts_total{app="api"}'));
});

test('removes leftovers of a killed daemon, and follows no link there', async () => {
  const victim = join(folder, 'victim');
  await writeFile(victim, 'mine');
  await symlink(victim, join(folder, '.opm.prom.opm-tmp'));
  await started('api');
  assert.is(await readFile(victim, 'utf8'), 'mine');
  assert.equal((await readdir(folder)).sort(), ['opm.prom', 'victim']);
});

test('says what is wrong with the folder, keeps the old file, and still counts', async () => {
  await started('api');
  // Not an empty one: Deno's unlink would remove that.
  await mkdir(join(folder, '.opm.prom.opm-tmp/full'), { recursive: true });
  assert.match(await startFails(), /^cannot write .*opm\.prom: /);
  assert.is((await written()).get('opm_process_starts_total{app="api"}'), 1);
  await rm(join(folder, '.opm.prom.opm-tmp'), { recursive: true });
  await started('api');
  assert.is((await written()).get('opm_process_starts_total{app="api"}'), 3);
  const missing = join(folder, 'no');
  assert.is(
    await startFails({ configDir: missing }),
    `cannot write ${missing}/opm.prom: the folder ${missing} does not exist`,
  );
});

test('leaves nothing behind on a full disk', async () => {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]).status !== 0) {
    return console.log('skipped: mounting is not permitted here');
  }
  try {
    await started('api');
    for (let i = 0; i < 500; i++) countStart(readTallyInto(), `app-${i}`);
    assert.match(await startFails(), /^cannot write .*opm\.prom: ENOSPC/);
    assert.is((await written()).get('opm_process_starts_total{app="api"}'), 1);
    assert.equal(await readdir(folder), ['opm.prom']);
  } finally {
    execFileSync('umount', [folder]);
  }
});

function readTallyInto() {
  const tally = readTally(state);
  Object.assign(state, tally);
  return state as unknown as ReturnType<typeof readTally>;
}

test.run();
