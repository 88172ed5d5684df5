import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emptyLog } from '../../src/logs/empty-log.ts';
import { generationsOf } from '../../src/logs/log-generations.ts';
import { rotateLog } from '../../src/logs/rotate-log.ts';
import { readRotationState, rotationStatePath } from '../../src/logs/rotation-state.ts';
import { openFileFront } from '../../src/runtime/native/file-front.ts';
import { leftBeside, wholeLog } from './whole-log.ts';

const test = suite<{ folder: string; log: string }>('rotating a log');
const front = openFileFront();

test.before.each((context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), 'opm-rotate-'));
  context.log = join(context.folder, 'a.log');
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true, force: true }));

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${from + index}\n`).join('');
const rotate = (log: string, options: Partial<Parameters<typeof rotateLog>[1]> = {}) =>
  rotateLog(log, { compress: true, front, nowMs: Date.parse('2026-03-01T12:00:00.000Z'), ...options });

test('the front of the file becomes a generation that ends with a line', async ({ folder, log }) => {
  fs.writeFileSync(log, lines(0, 2000), { mode: 0o640 });
  const rotation = await rotate(log);
  assert.equal(rotation.outcome, 'rotated');
  assert.equal(fs.readdirSync(folder).sort(), ['.a.log.rotation', 'a.log', 'a.log.20260301T120000.000Z.gz']);
  const [generation] = generationsOf(log);
  assert.is(fs.statSync(generation!.path).mode & 0o777, 0o640);
  assert.ok(wholeLog(log).startsWith('line 0\n'));
  assert.is(wholeLog(log), lines(0, 2000));
  assert.ok(lines(0, 2000).includes(`\n${readRotationState(log)!.head}`));
  assert.ok(fs.statSync(log).blocks * 512 <= 4096);
});

test('one rotation after the other loses nothing of what is written in between', async ({ log }) => {
  let written = '';
  for (let round = 0; round < 12; round += 1) {
    const more = lines(round * 1000, 900 + round * 17);
    fs.appendFileSync(log, more);
    written += more;
    await rotate(log, { compress: round % 2 === 0 });
    assert.is(wholeLog(log), written);
  }
  assert.is(generationsOf(log).length, 12);
  const times = generationsOf(log).map(({ atMs }) => atMs);
  assert.equal(times, [...times].sort());
});

test('a file without lines is cut where it is, and a short one is left alone', async ({ log }) => {
  fs.writeFileSync(log, 'x'.repeat(3 * 1024 * 1024));
  assert.is((await rotate(log)).outcome, 'rotated');
  assert.is(wholeLog(log).length, 3 * 1024 * 1024);
  fs.writeFileSync(join(log, '../b.log'), lines(0, 10));
  assert.is((await rotate(join(log, '../b.log'))).outcome, 'nothing');
  fs.writeFileSync(join(log, '../c.log'), '');
  assert.is((await rotate(join(log, '../c.log'))).outcome, 'nothing');
  assert.is((await rotate(join(log, '../missing.log'))).outcome, 'nothing');
  assert.is((await rotate('/dev/null')).outcome, 'nothing');
});

test('without native calls the file is copied and emptied', async ({ folder, log }) => {
  fs.writeFileSync(log, `${lines(0, 2000)}unfinished`);
  const rotation = await rotate(log, { front: null });
  assert.equal(rotation, {
    outcome: 'rotated',
    generation: `${log}.20260301T120000.000Z.gz`,
    method: 'copied',
  });
  assert.is(fs.statSync(log).size, 0);
  assert.is(wholeLog(log), `${lines(0, 2000)}unfinished`);
  assert.equal(leftBeside(log, fs.readdirSync(folder)), []);
});

test('a file that another tool has replaced begins a history of its own', async ({ log }) => {
  fs.writeFileSync(log, lines(0, 2000));
  await rotate(log);
  const { head } = readRotationState(log)!;
  assert.ok(head.length > 0);
  fs.renameSync(log, `${log}.1`);
  fs.writeFileSync(log, lines(5000, 2000));
  await rotate(log);
  assert.is(readRotationState(log)!.inode, fs.statSync(log).ino);
  const whole = wholeLog(log);
  const rest = fs.readFileSync(`${log}.1`, 'utf8');
  assert.is(whole, lines(0, 2000).slice(0, -rest.length) + lines(5000, 2000));
});

test('an emptied log forgets the beginning of its first line', async ({ log }) => {
  fs.writeFileSync(log, lines(0, 2000));
  await rotate(log);
  assert.is(emptyLog(log), true);
  fs.appendFileSync(log, 'new\n');
  assert.ok(wholeLog(log).endsWith('\nnew\n'));
  assert.is(emptyLog(join(log, '../missing.log')), false);
});

test('whoever rotates a log at this moment is not disturbed', async ({ log }) => {
  if (front === null) return;
  fs.writeFileSync(log, lines(0, 2000));
  const descriptor = fs.openSync(log, 'r+');
  assert.is(front.lock(descriptor), true);
  assert.equal(await rotate(log), { outcome: 'busy' });
  fs.closeSync(descriptor);
  assert.is((await rotate(log)).outcome, 'rotated');
});

test('a state that is damaged, or names files elsewhere, counts as none', async ({ folder, log }) => {
  fs.writeFileSync(log, lines(0, 2000));
  await rotate(log);
  const path = rotationStatePath(log);
  const good = JSON.parse(fs.readFileSync(path, 'utf8'));
  const pending = { step: 'free', bytes: 4096, temporary: '../evil', generation: 'a.log.1', head: '' };
  fs.writeFileSync(path, JSON.stringify({ ...good, pending }));
  assert.is(readRotationState(log)!.pending, null);
  for (const text of ['', '{', '[]', 'null', '{"inode":-1}', JSON.stringify({ ...good, cut: 'x' })]) {
    fs.writeFileSync(path, text);
    assert.is(readRotationState(log), null, text);
  }
  fs.rmSync(path);
  fs.symlinkSync(join(folder, 'a.log'), path);
  assert.is(readRotationState(log), null);
});

test('a full disk leaves the log as it is, and nothing beside it', async ({ folder, log }) => {
  fs.writeFileSync(log, lines(0, 2000));
  const before = fs.readFileSync(log, 'utf8');
  fs.mkdirSync(join(folder, '.a.log.20260301T120000.000Z.gz.new'));
  let failure: unknown = null;
  await rotate(log).catch((error) => {
    failure = error;
  });
  assert.is.not(failure, null);
  assert.is(fs.readFileSync(log, 'utf8'), before);
  assert.equal(generationsOf(log), []);
});

test.run();
