import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rotateLog } from '../../src/logs/rotate-log.ts';
import { openFileFront } from '../../src/runtime/native/file-front.ts';
import { ownFlags } from '../runtime/own-flags.ts';
import { leftBeside, wholeLog } from './whole-log.ts';

const program = fileURLToPath(new URL('./rotate.program.ts', import.meta.url));
const test = suite<{ folder: string; log: string }>('rotations that are killed');

test.before.each((context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), 'opm-rotate-'));
  context.log = join(context.folder, 'a.log');
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true, force: true }));

const COUNT = 4000;
const TEXT = Array.from({ length: COUNT }, (_, index) => `line ${index}\n`).join('');

/** From the sources, where it finds the library for native calls. */
function startRotation(log: string, { way = 'cut', fault = '' } = {}): ChildProcess {
  return spawn(process.execPath, [...ownFlags(), program, log, way], {
    env: { ...process.env, OPM_TEST_FAULT: fault },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function rotate(log: string, options: { way?: string; fault?: string } = {}): Promise<string> {
  const running = startRotation(log, options);
  const [said, [, signal]] = await Promise.all([text(running.stdout!), once(running, 'close')]);
  return said === '' ? String(signal) : said.trim();
}

const POINTS = ['copied', 'pending', 'freed', 'collapsed'].map((name) => `rotation.${name}`);

for (const point of POINTS) {
  for (const beside of ['', '/dev/shm']) {
    test(`one that is killed at ${point} is finished by the next, ${beside === '' ? 'here' : 'on tmpfs'}`, async (context) => {
      const folder = beside === '' ? context.folder : fs.mkdtempSync(join(beside, 'opm-rotate-'));
      const log = join(folder, 'a.log');
      try {
        // Lines that are all alike: no look at the content could tell what was taken out.
        for (const content of [TEXT, 'same\n'.repeat(COUNT)]) {
          fs.writeFileSync(log, content);
          assert.is(await rotate(log, { fault: point }), 'SIGKILL');
          fs.appendFileSync(log, content);
          assert.is(await rotate(log), 'rotated');
          assert.is(wholeLog(log), content + content, point);
          assert.equal(leftBeside(log, fs.readdirSync(folder)), []);
          for (const name of fs.readdirSync(folder)) fs.rmSync(join(folder, name));
        }
      } finally {
        if (folder !== context.folder) fs.rmSync(folder, { recursive: true });
      }
    });
  }
}

for (const point of ['rotation.pending', 'rotation.emptied']) {
  test(`a copy that is killed at ${point} is used if the file was emptied, and thrown away if not`, async ({
    log,
  }) => {
    fs.writeFileSync(log, TEXT);
    assert.is(await rotate(log, { way: 'copy', fault: point }), 'SIGKILL');
    fs.appendFileSync(log, 'more\n');
    assert.is(await rotate(log, { way: 'copy' }), 'rotated');
    assert.is(wholeLog(log), `${TEXT}more\n`);
  });
}

test('a writer at full speed loses no line to rotations that are killed at random moments', async ({
  log,
}) => {
  const writer = spawn('seq', ['-f', 'line %.0f of many', '1', '1500000'], {
    stdio: ['ignore', fs.openSync(log, 'a'), 'inherit'],
  });
  const ended = once(writer, 'exit');
  let isWriting = true;
  void ended.then(() => {
    isWriting = false;
  });
  let rounds = 0;
  while (isWriting || rounds < 6) {
    rounds += 1;
    const running = startRotation(log);
    const timer = setTimeout(() => running.kill('SIGKILL'), 200 + Math.random() * 400);
    await once(running, 'close');
    clearTimeout(timer);
  }
  await ended;
  await rotateLog(log, { compress: true, front: openFileFront(), nowMs: Date.now() });
  const lines = wholeLog(log).split('\n');
  assert.is(lines.length, 1_500_001);
  const wrong = lines.findIndex((line, index) => index < 1_500_000 && line !== `line ${index + 1} of many`);
  assert.is(wrong, -1);
});

test.run();
