import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generationsOf } from '../../src/logs/log-generations.ts';
import { rotateLogs } from '../../src/logs/rotate-logs.ts';
import type { LogRule } from '../../src/logs/rotation-job.ts';
import { openFileFront } from '../../src/runtime/native/file-front.ts';

const test = suite<{ folder: string }>('rotating logs');
const front = openFileFront();
const KB = 1024;
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const ROOMY = () => ({ freeBytes: 1e12, totalBytes: 2e12 });

test.before.each((context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), 'opm-rotate-'));
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true, force: true }));

/** A log of this size, with generations of 100 KiB from so many hours ago. */
function log(folder: string, name: string, sizeBytes: number, hours: number[] = []): string {
  const path = join(folder, name);
  fs.writeFileSync(path, 'a line of 16 chr\n'.repeat(sizeBytes / 17));
  for (const ago of hours) {
    const suffix = new Date(NOW - ago * 3_600_000).toISOString().replaceAll(/[-:]/g, '');
    fs.writeFileSync(`${path}.${suffix}`, 'x'.repeat(100 * KB));
  }
  return path;
}

const rule = (path: string, more: Partial<LogRule> = {}): LogRule => ({
  ...{ path, maxSize: null, keep: 10, maxAgeMs: null, compress: false },
  ...more,
});
const run = (logs: LogRule[], more: { force?: boolean; budget?: number | null } = {}, disk = ROOMY) =>
  rotateLogs({ logs, force: false, budget: null, ...more }, { front, nowMs: NOW, disk });

test('only logs that have reached their size are rotated, unless all are asked for', async ({ folder }) => {
  const [a, b, c] = [log(folder, 'a', 200 * KB), log(folder, 'b', 50 * KB), log(folder, 'c', 900 * KB)];
  const rules = [rule(a, { maxSize: 100 * KB }), rule(b, { maxSize: 100 * KB }), rule(c)];
  const report = await run(rules);
  assert.equal(
    report.rotated.map(({ path }) => path),
    [a],
  );
  assert.equal(
    (await run(rules, { force: true })).rotated.map(({ path }) => path),
    [b, c],
  );
});

test('of each log the newest files are kept, none above its age', async ({ folder }) => {
  const a = log(folder, 'a', 0, [1, 2, 3, 4]);
  const b = log(folder, 'b', 0, [1, 30, 50]);
  const report = await run([rule(a, { keep: 2 }), rule(b, { maxAgeMs: 40 * 3_600_000 })]);
  assert.equal(
    generationsOf(a).map(({ atMs }) => (NOW - atMs) / 3_600_000),
    [2, 1],
  );
  assert.equal(
    generationsOf(b).map(({ atMs }) => (NOW - atMs) / 3_600_000),
    [30, 1],
  );
  assert.equal(
    report.removed.map(({ why }) => why),
    ['keep', 'keep', 'maxAge'],
  );
  assert.is(report.usedBytes, 400 * KB);
});

test('over the budget, the oldest go first, whichever log they are of', async ({ folder }) => {
  const a = log(folder, 'a', 0, [1, 5]);
  const b = log(folder, 'b', 0, [2, 9]);
  const report = await run([rule(a), rule(b)], { budget: 250 * KB });
  assert.equal(
    generationsOf(a).map(({ atMs }) => (NOW - atMs) / 3_600_000),
    [1],
  );
  assert.equal(
    generationsOf(b).map(({ atMs }) => (NOW - atMs) / 3_600_000),
    [2],
  );
  assert.is(report.usedBytes, 200 * KB);
  assert.is(report.shrunkTo, null);
});

test('when the logs themselves are over the budget, the largest are rotated and dropped', async ({
  folder,
}) => {
  const a = log(folder, 'a', 2000 * KB, [1]);
  const b = log(folder, 'b', 300 * KB);
  const report = await run([rule(a), rule(b)], { budget: 1000 * KB });
  assert.equal(
    report.rotated.map(({ path }) => path),
    [a],
  );
  assert.ok(report.usedBytes <= 1000 * KB, String(report.usedBytes));
  assert.is(fs.statSync(b).size, Math.floor((300 * KB) / 17) * 17);
});

test('on a disk that runs short the budget shrinks, and that is reported', async ({ folder }) => {
  const a = log(folder, 'a', 0, [1, 2, 3]);
  const short = () => ({ freeBytes: 50 * KB, totalBytes: 2000 * KB });
  const report = await run([rule(a)], { budget: 10_000 * KB }, short);
  assert.is(report.shrunkTo, 250 * KB);
  assert.is(generationsOf(a).length, 2);
});

test('a log that fails stops no other', async ({ folder }) => {
  const a = log(folder, 'a', 200 * KB);
  const b = log(folder, 'b', 200 * KB);
  fs.mkdirSync(join(folder, '.a.20260301T120000.000Z.new'));
  const report = await run([rule(a), rule(b)], { force: true });
  assert.equal(
    report.problems.map(({ path }) => path),
    [a],
  );
  assert.equal(
    report.rotated.map(({ path }) => path),
    [b],
  );
});

test.run();
