import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lastLines } from '../../../src/supervise/start/log-tail.ts';
import { temporaryFolder } from '../parts.ts';

const folder = temporaryFolder();
const MEGABYTE = 1024 * 1024;
let files = 0;

function logWith(content: string | Buffer): string {
  const file = join(folder, `${files++}.log`);
  writeFileSync(file, content);
  return file;
}

test('returns the last lines, oldest first, whether or not the last one is complete', () => {
  assert.equal(lastLines(logWith('a\nb\nc\n'), 2, MEGABYTE), ['b', 'c']);
  assert.equal(lastLines(logWith('a\nb\nc'), 2, MEGABYTE), ['b', 'c']);
  assert.equal(lastLines(logWith('a\r\n\r\nc\r\n'), 2, MEGABYTE), ['', 'c']);
  assert.equal(lastLines(logWith('a\n'), 5, MEGABYTE), ['a']);
  assert.equal(lastLines(logWith(''), 5, MEGABYTE), []);
  assert.equal(lastLines(logWith('\n'), 5, MEGABYTE), ['']);
});

test('returns what a reader of the whole file would', () => {
  const lines = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('x'.repeat(5000)), fc.constant('ä€😀')),
  );
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 20 }), fc.boolean(), (all, count, isFinished) => {
      const clean = all.map((line) => line.replace(/[\r\n]/g, ''));
      const text = clean.map((line) => `${line}\n`).join('') + (isFinished ? '' : 'last');
      const expected = (isFinished ? clean : [...clean, 'last']).slice(-count);
      assert.equal(lastLines(logWith(text), count, 64 * MEGABYTE), expected);
    }),
    { numRuns: 60 },
  );
});

test('reads no more than allowed, and shows no partial characters', () => {
  assert.equal(lastLines(logWith(`${'x'.repeat(100)}\nend\n`), 5, 10), ['xxxxx', 'end']);
  // 4 bytes each: the limit cuts one in two.
  assert.equal(lastLines(logWith('😀'.repeat(10)), 1, 10), ['😀😀']);
});

test('omits the output of earlier processes', () => {
  const file = logWith('of the first\n');
  appendFileSync(file, 'of the second\n');
  assert.equal(lastLines(file, 5, MEGABYTE, 13), ['of the second']);
  assert.equal(lastLines(file, 5, MEGABYTE, 27), []);
});

test('forgets the offset of a file that was emptied meanwhile', () => {
  assert.equal(lastLines(logWith('new\n'), 5, MEGABYTE, 1000), ['new']);
});

test('the size of the file is irrelevant', () => {
  const file = logWith('');
  const fd = openSync(file, 'r+');
  ftruncateSync(fd, 8 * 1024 * MEGABYTE);
  closeSync(fd);
  appendFileSync(file, '\nthe end\n');
  const startedAtMs = performance.now();
  assert.equal(lastLines(file, 1, Number.POSITIVE_INFINITY), ['the end']);
  assert.is(lastLines(file, 100, MEGABYTE).length, 2);
  assert.ok(performance.now() - startedAtMs < 1000);
});

test('a missing path or a non-file has no lines', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const file of [join(folder, 'missing'), folder, '/dev/null', '/dev/zero', pipe]) {
    assert.equal(lastLines(file, 5, MEGABYTE), [], file);
  }
  assert.equal(lastLines(logWith('a\n'), 0, MEGABYTE), []);
});

test.run();
