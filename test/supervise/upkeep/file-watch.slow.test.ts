import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Deadlines } from '../../../src/supervise/deadlines.ts';
import { FileWatch } from '../../../src/supervise/upkeep/file-watch.ts';

interface Watched {
  folder: string;
  told: { path: string; count: number }[];
  watch: FileWatch;
  next: () => Promise<void>;
}

const test = suite<Watched>('file-watch');
test.before.each(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'opm-watch-'));
  mkdirSync(join(context.folder, 'src'));
  mkdirSync(join(context.folder, 'node_modules'));
  writeFileSync(join(context.folder, 'src/a.js'), '1');
  context.told = [];
  let wake = () => {};
  context.next = () =>
    new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error('nothing was told')), 10_000);
      wake = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
  context.watch = new FileWatch({
    ...{ paths: [context.folder], ignore: [], ignoreFiles: [], delayMs: 200, deadlines: new Deadlines() },
    changed: (path, count) => {
      context.told.push({ path: path.slice(context.folder.length), count });
      wake();
    },
    failed: (problem) => assert.unreachable(problem),
  });
  await context.watch.ready;
});
test.after.each(({ folder, watch }) => {
  watch.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a change is reported once, with its path', async ({ folder, told, next }) => {
  const after = next();
  writeFileSync(join(folder, 'src/a.js'), '2');
  await after;
  assert.equal(told, [{ path: '/src/a.js', count: 1 }]);
});

test('saving by renaming is detected, and the file is still watched', async ({ folder, told, next }) => {
  const file = join(folder, 'src/a.js');
  let after = next();
  writeFileSync(join(folder, 'src/.a.js.tmp'), '2');
  renameSync(join(folder, 'src/.a.js.tmp'), file);
  await after;
  after = next();
  renameSync(file, `${file}~`);
  writeFileSync(file, '3');
  unlinkSync(`${file}~`);
  await after;
  after = next();
  writeFileSync(file, '4');
  await after;
  assert.equal(
    told.map(({ path }) => path),
    ['/src/a.js', '/src/a.js', '/src/a.js'],
  );
});

test('five hundred files that change at once count as one change', async ({ folder, told, next }) => {
  let after = next();
  for (let index = 0; index < 500; index += 1) writeFileSync(join(folder, `src/f${index}.js`), '1');
  writeFileSync(join(folder, 'node_modules/x.js'), '1');
  await after;
  assert.ok(told[0]!.count > 100, String(told[0]!.count));
  after = next();
  writeFileSync(join(folder, 'last.js'), '1');
  await after;
  assert.equal(
    told.slice(1).map(({ path }) => path),
    ['/last.js'],
  );
});

test('a folder created later is watched too', async ({ folder, next, told }) => {
  let after = next();
  mkdirSync(join(folder, 'src/new/deep'), { recursive: true });
  await after;
  after = next();
  writeFileSync(join(folder, 'src/new/deep/b.js'), '1');
  await after;
  assert.is(told.at(-1)?.path, '/src/new/deep/b.js');
});

test.run();
