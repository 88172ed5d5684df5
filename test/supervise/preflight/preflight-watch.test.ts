import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findWatchObstacle } from '../../../src/supervise/preflight/preflight-watch.ts';
import { specIn, temporaryFolder } from '../parts.ts';

const folder = temporaryFolder();

const watching = (...paths: string[]) =>
  findWatchObstacle(
    specIn(folder, { watch: { paths, ignore: [], delayMs: 200, action: 'restart' } as const }),
  );

test('an app that watches nothing, or what exists, can start', async () => {
  assert.is(await findWatchObstacle(specIn(folder)), null);
  assert.is(await watching(folder), null);
});

test('a path that does not exist is named, with what to do', async () => {
  const path = join(folder, 'src');
  const { code, message } = (await watching(folder, path))!;
  assert.is(code, 'WATCH_UNUSABLE');
  assert.is(message, `"${path}", which it is to watch, does not exist: create it, or change "watch"`);
  writeFileSync(join(folder, 'file'), '');
  assert.match((await watching(join(folder, 'file/below')))!.message, 'does not exist');
});

test('a path that cannot be read is reported with the reason', async () => {
  const endless = 'x'.repeat(300);
  assert.match((await watching(join(folder, endless)))!.message, 'cannot be read (ENAMETOOLONG)');
});

test.run();
