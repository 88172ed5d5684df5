import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { followFiles } from '../../../src/client/logs/follow-files.ts';
import { FollowedFile } from '../../../src/client/logs/followed-file.ts';
import { generationsOf } from '../../../src/logs/log-generations.ts';
import { rotateLog } from '../../../src/logs/rotate-log.ts';
import { readRotationState, writeRotationState } from '../../../src/logs/rotation-state.ts';
import { openFileFront } from '../../../src/runtime/native/file-front.ts';

const test = suite<{ folder: string; log: string }>('reading rotated logs');
const front = openFileFront();

test.before.each((context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), 'opm-rotated-'));
  context.log = join(context.folder, 'a.log');
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true, force: true }));

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${from + index}\n`).join('');
const rotate = (log: string, way = front) =>
  rotateLog(log, { compress: true, front: way, nowMs: Date.now() });

function reader(path: string, got: string[] = [], onProblem?: (problem: string) => void) {
  const source = { path, id: 0, name: 'app', instance: 0, stream: 'out' as const };
  const onLine = (line: Buffer): void => void got.push(line.toString());
  return { got, file: new FollowedFile({ source, onLine, onChunk: () => Promise.resolve(), onProblem }) };
}

async function last(path: string, count: number, accepts = (_: Buffer) => true): Promise<string[]> {
  const { got, file } = reader(path);
  await file.begin(count, accepts);
  await file.close();
  return got;
}

for (const folderOf of [() => tmpdir(), () => '/dev/shm']) {
  const where = folderOf() === '/dev/shm' ? 'on tmpfs' : 'here';
  test(`the last lines reach back over the generations, ${where}`, async () => {
    const folder = fs.mkdtempSync(join(folderOf(), 'opm-rotated-'));
    try {
      const log = join(folder, 'a.log');
      for (let round = 0; round < 4; round += 1) {
        fs.appendFileSync(log, lines(round * 1000, 1000));
        await rotate(log);
      }
      fs.appendFileSync(log, lines(4000, 10));
      const all = lines(0, 4010).trimEnd().split('\n');
      assert.is(generationsOf(log).length, 4);
      for (const count of [1, 10, 11, 500, 1500, 4010, 9999]) {
        assert.equal(await last(log, count), all.slice(-count), String(count));
      }
      const accepts = (line: Buffer) => line.toString().endsWith('00');
      assert.equal(await last(log, 12, accepts), all.filter((line) => line.endsWith('00')).slice(-12));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
}

test('a reader that rotations overtake reads on where it was, from the generations', async ({ log }) => {
  fs.writeFileSync(log, lines(0, 1000));
  const { got, file } = reader(log);
  await file.begin(5, () => true);
  for (let round = 1; round < 4; round += 1) {
    fs.appendFileSync(log, lines(round * 1000, 1000));
    await rotate(log);
  }
  await file.read();
  const position = file.position!;
  fs.appendFileSync(log, lines(4000, 1000));
  await rotate(log);
  await file.read();
  await file.close();
  assert.equal(got, lines(995, 4005).trimEnd().split('\n'));
  const again = reader(log);
  await again.file.resume(position);
  await again.file.read();
  await again.file.close();
  assert.equal(again.got, lines(4000, 1000).trimEnd().split('\n'));
});

test('a follower sees every line of a writer at full speed once, while its log is rotated', async ({
  log,
}) => {
  const count = 400_000;
  const writer = spawn('seq', ['-f', 'line %.0f', '0', String(count - 1)], {
    stdio: ['ignore', fs.openSync(log, 'a'), 'inherit'],
  });
  const ended = once(writer, 'exit');
  const { got, file } = reader(log);
  await file.resume({ inode: fs.statSync(log).ino, offset: 0 });
  const stop = new AbortController();
  const following = followFiles([file], stop.signal);
  let isWriting = true;
  void ended.then(() => {
    isWriting = false;
  });
  while (isWriting) await rotate(log);
  await rotate(log);
  await file.read();
  stop.abort();
  await following;
  await file.close();
  assert.is(got.length, count);
  assert.is(
    got.findIndex((line, index) => line !== `line ${index}`),
    -1,
  );
});

test('what a rotation had begun when it was killed is neither doubled nor missing', async ({ log }) => {
  fs.writeFileSync(log, lines(0, 2000));
  await rotate(log);
  fs.appendFileSync(log, lines(2000, 2000));
  const all = lines(0, 4000).trimEnd().split('\n');
  const state = readRotationState(log)!;
  const bytes = Math.floor((fs.statSync(log).size - 1) / 4096) * 4096;
  const content = fs.readFileSync(log);
  const end = content.lastIndexOf('\n', bytes - 1) + 1;
  const temporary = '.a.log.20990101T000000.000Z.new';
  fs.writeFileSync(join(log, '..', temporary), Buffer.concat([state.head, content.subarray(0, end)]));
  const pending = {
    bytes,
    temporary,
    generation: 'a.log.20990101T000000.000Z',
    head: content.subarray(end, bytes),
  };
  const owner = fs.statSync(log);
  writeRotationState(log, { ...state, pending: { step: 'free', ...pending } }, owner);
  assert.equal(await last(log, 4000), all);
  const descriptor = fs.openSync(log, 'r+');
  front!.free(descriptor, bytes);
  assert.equal(await last(log, 4000), all);
  writeRotationState(log, { ...state, pending: { step: 'collapse', ...pending } }, owner);
  assert.equal(await last(log, 4000), all);
  front!.collapse(descriptor, bytes);
  fs.closeSync(descriptor);
  assert.equal(await last(log, 4000), all);
});

test('a damaged generation is reported, and what can be read of it is shown', async ({ log }) => {
  fs.writeFileSync(log, lines(0, 2000));
  await rotate(log);
  fs.appendFileSync(log, lines(2000, 20));
  const [generation] = generationsOf(log);
  fs.truncateSync(generation!.path, generation!.bytes - 10);
  assert.equal(await last(log, 20), lines(2000, 20).trimEnd().split('\n'));
  const problems: string[] = [];
  const { got, file } = reader(log, [], (problem) => problems.push(problem));
  await file.begin(1000, () => true);
  await file.close();
  assert.equal(got.slice(-21), lines(1999, 21).trimEnd().split('\n'));
  assert.is(problems.length, 1);
  assert.match(
    problems[0]!,
    /^".*a\.log\.\d{8}T.*\.gz" cannot be read to its end \(unexpected end of file\)/,
  );
});

test.run();
