import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { followFiles } from '../../../src/client/logs/follow-files.ts';
import { FollowedFile } from '../../../src/client/logs/followed-file.ts';

const test = suite<{ folder: string }>('following files');

const DEADLINE_MS = 10_000;

test.before.each(async (context) => {
  context.folder = await fs.mkdtemp(join(tmpdir(), 'opm-follow-'));
});

test.after.each(async ({ folder }) => {
  await fs.rm(folder, { recursive: true, force: true });
});

/** Follows files of a folder until `stop`, keeping every line. */
async function follow(paths: string[], lines = 0) {
  const got: string[] = [];
  let awaited: { count: number; resolve: () => void } | null = null;
  const onLine = (line: Buffer): void => {
    got.push(line.toString());
    if (awaited !== null && got.length >= awaited.count) awaited.resolve();
  };
  const files = paths.map((path) => {
    const source = { path, id: 0, name: 'app', instance: 0, stream: 'out' as const };
    return new FollowedFile({ source, onLine, onChunk: () => Promise.resolve() });
  });
  for (const file of files) await file.begin(lines, () => true);
  const abort = new AbortController();
  const following = followFiles(files, abort.signal);
  return {
    got,
    /** Resolves when this many lines have come. */
    until: async (count: number): Promise<void> => {
      if (got.length >= count) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve, reject) => {
        awaited = { count, resolve };
        const late = () =>
          reject(new Error(`${got.length} of ${count} lines came: ${got.slice(-5).join(', ')}`));
        timer = setTimeout(late, DEADLINE_MS);
      });
      clearTimeout(timer);
      awaited = null;
    },
    stop: async (): Promise<void> => {
      abort.abort();
      await following;
      for (const file of files) await file.close();
    },
  };
}

test('lines written after the last ones are shown, none of them twice', async ({ folder }) => {
  const path = join(folder, 'app.log');
  await fs.writeFile(path, 'one\ntwo\nthree\n');
  const followed = await follow([path], 2);
  assert.equal(followed.got, ['two', 'three']);
  await fs.appendFile(path, 'four\nfi');
  await followed.until(3);
  await fs.appendFile(path, 've\n');
  await followed.until(4);
  await followed.stop();
  assert.equal(followed.got, ['two', 'three', 'four', 'five']);
});

test('an unfinished line is shown when following ends', async ({ folder }) => {
  const path = join(folder, 'app.log');
  await fs.writeFile(path, 'done\nprompt> ');
  const followed = await follow([path]);
  await followed.stop();
  assert.equal(followed.got, ['prompt> ']);
});

test('a file that is truncated is read from its beginning again', async ({ folder }) => {
  const path = join(folder, 'app.log');
  await fs.writeFile(path, 'a long line that is gone afterwards\n');
  const followed = await follow([path], 1);
  await followed.until(1);
  await fs.truncate(path);
  await fs.appendFile(path, 'short\n');
  await followed.until(2);
  await followed.stop();
  assert.equal(followed.got, ['a long line that is gone afterwards', 'short']);
});

test('a rotated file is read to its end, then the new one with its name', async ({ folder }) => {
  const path = join(folder, 'app.log');
  await fs.writeFile(path, '');
  const followed = await follow([path]);
  const writer = await fs.open(path, 'a');
  await writer.write('before\n');
  await fs.rename(path, `${path}.1`);
  // The app still has the old file open.
  await writer.write('after the renaming\n');
  await followed.until(2);
  // Several, one by one and each after a pause: the reader has come to rest and has to be woken.
  const later = ['later 1', 'later 2', 'later 3'];
  for (const [index, line] of later.entries()) {
    for (let turn = 0; turn < 20; turn++) await fs.stat(`${path}.1`);
    await writer.write(`${line}\n`);
    await followed.until(3 + index);
  }
  await writer.close();
  await fs.writeFile(path, 'new file\n');
  await followed.until(6);
  await followed.stop();
  assert.equal(followed.got, ['before', 'after the renaming', ...later, 'new file']);
});

test('a file and its folder may be created later', async ({ folder }) => {
  const path = join(folder, 'later', 'app.log');
  const followed = await follow([path]);
  await fs.mkdir(join(folder, 'later'));
  await fs.writeFile(path, 'here I am\n');
  await followed.until(1);
  await fs.appendFile(path, 'still here\n');
  await followed.until(2);
  await followed.stop();
  assert.equal(followed.got, ['here I am', 'still here']);
});

test('several files in one folder are followed in parallel', async ({ folder }) => {
  const paths = ['a', 'b', 'c'].map((name) => join(folder, `${name}.log`));
  for (const path of paths) await fs.writeFile(path, '');
  const followed = await follow(paths);
  await Promise.all(paths.map((path) => fs.appendFile(path, `${path}\n`)));
  await followed.until(3);
  await followed.stop();
  assert.equal(followed.got.sort(), paths);
});

test('no line of a busy, repeatedly rotated file is lost or duplicated', async ({ folder }) => {
  const path = join(folder, 'app.log');
  await fs.writeFile(path, '');
  const followed = await follow([path]);
  const total = 5000;
  let written = 0;
  let pending = '';
  while (written < total) {
    const writer = await fs.open(path, 'a');
    for (let batch = 0; batch < 10; batch++) {
      for (let line = 0; line < 50; line++) pending += `line ${written++}\n`;
      // Cut anywhere, also within a line; the rest goes first the next time.
      const cut = pending.length - (batch % 7);
      await writer.write(pending.slice(0, cut));
      pending = pending.slice(cut);
    }
    await writer.write(pending);
    pending = '';
    await writer.close();
    // The next rotation waits for the reader: a file may be replaced only once between two looks at it.
    await followed.until(written);
    await fs.rename(path, `${path}.1`);
  }
  await followed.stop();
  assert.equal(
    followed.got,
    Array.from({ length: total }, (_, index) => `line ${index}`),
  );
});

test.run();
