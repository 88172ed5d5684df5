import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Deadlines } from '../../../src/supervise/deadlines.ts';
import { LogFollower } from '../../../src/supervise/readiness/ready-log-follower.ts';
import { temporaryFolder } from '../parts.ts';
import { pause, wait } from './ready-parts.ts';

const folder = temporaryFolder();
let number = 0;

/** Two empty logs and a wait for a line in them. */
function follow(pattern: string, options: { before?: string; timeoutMs?: number; same?: boolean } = {}) {
  const { before = '', timeoutMs = 5000 } = options;
  const out = join(folder, `${++number}.out.log`);
  const err = options.same ? out : join(folder, `${number}.err.log`);
  writeFileSync(out, before);
  writeFileSync(err, before);
  const offset = Buffer.byteLength(before);
  return {
    out,
    err,
    ...wait(
      folder,
      { kind: 'log', pattern, timeoutMs },
      { spec: { logs: { out, err } }, logOffsets: { out: offset, err: offset } },
    ),
  };
}

/** What became of it by now, if anything. */
async function stateOf(outcome: Promise<unknown>, afterMs: number): Promise<unknown> {
  return Promise.race([outcome, pause(afterMs)]);
}

test('a matching line in either log makes the app ready', async () => {
  for (const log of ['out', 'err'] as const) {
    const { outcome, deadlines, elapsedMs, ...files } = follow('^listening on port \\d+$');
    await pause(20);
    appendFileSync(files[log], 'starting\nlistening on port 3000\nand more\n');
    assert.equal(await outcome, { ready: true }, log);
    assert.is(deadlines.size, 0);
  }
});

test('a line is noticed by an event, not by polling', async () => {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { out, outcome } = follow('ready');
    await pause(10);
    const writtenAtMs = performance.now();
    appendFileSync(out, 'ready\n');
    await outcome;
    times.push(performance.now() - writtenAtMs);
  }
  assert.ok(Math.min(...times) < 25, times.join(' '));
});

test('lines written before the wait began count, those of earlier processes do not', async () => {
  const { out, outcome } = follow('ready', { before: 'ready\n' });
  assert.is(await stateOf(outcome, 30), undefined);
  appendFileSync(out, 'ready\n');
  assert.equal(await outcome, { ready: true });
  const late = follow('ready');
  writeFileSync(late.err, 'ready\n');
  assert.equal(await late.outcome, { ready: true });
});

test('a line that arrives in pieces, even inside a character, is joined', async () => {
  const { out, outcome } = follow('^größe 😀 ok$');
  for (const byte of Buffer.from('größe 😀 ok\r\n')) {
    appendFileSync(out, Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  assert.equal(await outcome, { ready: true });
});

test('only the beginning of an endless line is examined', async () => {
  const { out, outcome, abort } = follow('end');
  appendFileSync(out, `${'x'.repeat(200_000)}end\n`);
  appendFileSync(out, `${'x'.repeat(20_000)}end\n`);
  appendFileSync(out, `x${'\n'.repeat(3)}`);
  assert.is(await stateOf(outcome, 50), undefined);
  abort();
  await outcome;
  const begun = follow('^begin');
  appendFileSync(begun.out, `begin${'x'.repeat(200_000)}`);
  appendFileSync(begun.out, 'x\n');
  assert.equal(await begun.outcome, { ready: true });
});

test('the end of a line does not match as a line of its own', async () => {
  const { out, outcome, abort } = follow('^ready');
  appendFileSync(out, 'not ');
  await pause(10);
  appendFileSync(out, 'ready\n');
  assert.is(await stateOf(outcome, 60), undefined);
  abort();
  await outcome;
});

test('an unfinished line counts once it stops growing, and not before', async () => {
  const { out, outcome } = follow('^password: $');
  appendFileSync(out, 'pass');
  await pause(10);
  appendFileSync(out, 'word: ');
  assert.equal(await outcome, { ready: true });

  // It grows between two looks, the second of which finds it unfinished but just grown.
  const growing = follow('ready$');
  await pause(400);
  appendFileSync(growing.out, 'ready');
  await pause(200);
  appendFileSync(growing.out, ' to fail\n');
  assert.is(await stateOf(growing.outcome, 300), undefined);
  growing.abort();
  await growing.outcome;
});

test('colour codes are ignored', async () => {
  const { out, outcome } = follow('^server ready$');
  appendFileSync(out, '\u001b[1mserver \u001b[32mready\u001b[0m\n');
  assert.equal(await outcome, { ready: true });
});

test('both streams may go to one file', async () => {
  const { out, outcome } = follow('ready', { same: true });
  appendFileSync(out, 'ready\n');
  assert.equal(await outcome, { ready: true });
});

test('a log that is emptied meanwhile is read from the start', async () => {
  const { out, outcome } = follow('ready', { before: 'x'.repeat(100) });
  await pause(10);
  truncateSync(out, 0);
  appendFileSync(out, 'ready\n');
  assert.equal(await outcome, { ready: true });
});

test('the pattern is reported if no line matched it', async () => {
  const { out, outcome, deadlines } = follow('^ready$', { timeoutMs: 60 });
  appendFileSync(out, 'failed\n');
  assert.equal(await outcome, {
    ready: false,
    reason: 'was not ready within 60 ms: it logged no line that matches /^ready$/',
  });
  assert.is(deadlines.size, 0);
});

test('a pattern that this runtime does not support fails at once', async () => {
  const { outcome } = follow('(');
  const { reason } = (await outcome) as { reason: string };
  assert.match(reason, /^cannot become ready: "\(" cannot be used as a regular expression: /);
});

test('an unreadable log is reported', async () => {
  const out = join(folder, 'gone', 'x.log');
  const { outcome } = wait(
    folder,
    { kind: 'log', pattern: 'x', timeoutMs: 30 },
    { spec: { logs: { out, err: out } } },
  );
  assert.equal(await outcome, {
    ready: false,
    reason: `was not ready within 30 ms: its log "${out}" cannot be read (ENOENT)`,
  });
});

test('if the kernel reports no changes, the log is polled', async () => {
  const file = join(folder, 'unwatched.log');
  writeFileSync(file, '');
  const deadlines = new Deadlines();
  await new Promise<void>((resolve, reject) => {
    const matches = (line: string) => line === 'ready';
    const follower = new LogFollower({
      file,
      offset: 0,
      matches,
      deadlines,
      found: resolve,
      unreadable: reject,
    });
    // A name that is gone cannot be watched, but the file is still open.
    const writer = spawn('/bin/sh', ['-c', `exec >> ${file}; echo open >&2; read line; echo ready`]);
    writer.stderr.once('data', () => {
      unlinkSync(file);
      follower.start();
      writer.stdin.end('\n');
    });
  });
  deadlines.clear();
});

test('a flood of lines neither fills the memory nor stops the event loop', async () => {
  const { out, outcome } = follow('^the needle$', { timeoutMs: 60_000 });
  const writer = spawn('/bin/sh', [
    '-c',
    `exec >> ${out}; yes 'a line of hay, as long as such lines are' | head -c 10000000; head -c 10000000 /dev/zero; echo; echo the needle`,
  ]);
  const memoryBefore = process.memoryUsage().rss;
  let worstPauseMs = 0;
  let lastMs = performance.now();
  const tick = setInterval(() => {
    const nowMs = performance.now();
    worstPauseMs = Math.max(worstPauseMs, nowMs - lastMs);
    lastMs = nowMs;
  }, 5);
  assert.equal(await outcome, { ready: true });
  clearInterval(tick);
  if (writer.exitCode === null) await once(writer, 'exit');
  const grownBytes = process.memoryUsage().rss - memoryBefore;
  assert.ok(grownBytes < 60_000_000, `${grownBytes} bytes more`);
  assert.ok(worstPauseMs < 400, `${worstPauseMs} ms`);
});

test('no descriptor is left after a wait, however it ends', async () => {
  if (process.platform !== 'linux') return;
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const once = follow('ready');
  appendFileSync(once.out, 'ready\n');
  await once.outcome;
  await pause(20);
  const before = descriptors();
  for (let round = 0; round < 10; round += 1) {
    const passed = follow('ready');
    appendFileSync(passed.err, 'ready\n');
    const aborted = follow('ready');
    const late = follow('ready', { timeoutMs: 5 });
    await new Promise(setImmediate);
    aborted.abort();
    await Promise.all([passed.outcome, aborted.outcome, late.outcome]);
  }
  await pause(50);
  assert.is(descriptors(), before);
});

test.run();
