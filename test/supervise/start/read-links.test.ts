import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LinkReader, withoutGoneLinks } from '../../../src/supervise/start/read-links.ts';
import { specIn, temporaryFolder } from '../parts.ts';

const folder = fs.realpathSync(temporaryFolder());
const path = (...parts: string[]) => join(folder, ...parts);

for (const release of ['6', '7']) {
  fs.mkdirSync(path('releases', release), { recursive: true });
  fs.writeFileSync(path('releases', release, 'server.js'), '');
  fs.writeFileSync(path('releases', release, 'api'), 'no script', { mode: 0o755 });
}
fs.writeFileSync(path('wrapper'), '#!/bin/sh\n', { mode: 0o755 });
fs.symlinkSync('wrapper', path('psql'));

const switchTo = (release: string) => {
  fs.rmSync(path('current'), { force: true });
  fs.symlinkSync(`releases/${release}`, path('current'));
};

test('the targets of paths through links are part of the spec; other paths add nothing', async () => {
  switchTo('6');
  const plain = specIn(folder, { argv: ['node', path('releases/6/server.js')] });
  assert.is(await new LinkReader().relink(plain), plain);
  const spec = specIn(path('current'), { argv: [path('current/api')] });
  const first = await new LinkReader().relink(spec);
  assert.equal(first.links, {
    [path('current')]: path('releases/6'),
    [path('current/api')]: path('releases/6/api'),
  });
  assert.is(await new LinkReader().relink(first), first);
  switchTo('7');
  const second = await new LinkReader().relink(first);
  assert.is(second.links?.[path('current')], path('releases/7'));
  fs.rmSync(path('current'));
  fs.cpSync(path('releases/7'), path('current'), { recursive: true });
  assert.equal(await new LinkReader().relink(second), spec);
  fs.rmSync(path('current'), { recursive: true });
});

test('a script called by another name keeps that name', async () => {
  const spec = specIn(folder, { argv: [path('psql')] });
  assert.is((await new LinkReader().relink(spec)).links, undefined);
});

test('a deleted release is not required', async () => {
  const spec = specIn(folder, {
    links: { [path('current')]: path('gone'), [path('a')]: path('releases/6') },
  });
  assert.equal((await withoutGoneLinks(spec)).links, { [path('a')]: path('releases/6') });
});

test.run();
