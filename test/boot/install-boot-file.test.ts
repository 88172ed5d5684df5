import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BootPlace, bootFile, bootPlace } from '../../src/boot/boot-files.ts';
import type { BootSpec } from '../../src/boot/boot-spec.ts';
import { installBootFile, removeBootFile } from '../../src/boot/install-boot-file.ts';

const test = suite<{ root: string; place: BootPlace }>('installing a boot file');

test.before.each((context) => {
  context.root = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-boot-'));
  const { root } = context;
  context.place = bootPlace({
    system: 'systemd',
    scope: 'system',
    root,
    userFolder: '/u',
    configFolder: '/c',
  });
});
test.after.each(({ root }) => fs.rmSync(root, { recursive: true }));

const HOME = '/srv/home';

function unit(changes: Partial<BootSpec> = {}): string {
  return bootFile('systemd', {
    ...{
      scope: 'system',
      program: ['/usr/bin/opm'],
      home: HOME,
      env: {},
      config: null,
      keepGoing: false,
      hardened: false,
    },
    ...changes,
  });
}

function files(root: string): string[] {
  const names = fs.readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => !fs.lstatSync(path.join(root, name)).isDirectory()).sort();
}

test('it is enabled, changed, and removed without a trace', ({ root, place }) => {
  installBootFile(place, unit(), HOME);
  assert.equal(files(root), [
    'etc/systemd/system/multi-user.target.wants/opm.service',
    'etc/systemd/system/opm.service',
  ]);
  assert.is(fs.readFileSync(place.link!.path, 'utf8'), unit());
  assert.is(fs.statSync(place.file).mode & 0o777, 0o644);
  installBootFile(place, unit({ keepGoing: true }), HOME);
  assert.match(fs.readFileSync(place.file, 'utf8'), '--keep-going');
  assert.is(removeBootFile(place, HOME), true);
  assert.equal(files(root), []);
  assert.is(removeBootFile(place, HOME), false);
});

test('a file that OPM did not write is left untouched', ({ root, place }) => {
  fs.mkdirSync(path.dirname(place.file), { recursive: true });
  fs.writeFileSync(place.file, '[Unit]\n');
  for (const work of [() => installBootFile(place, unit(), HOME), () => void removeBootFile(place, HOME)]) {
    assert.throws(work, /was not written by "opm startup"/);
  }
  assert.equal(files(root), ['etc/systemd/system/opm.service']);
  assert.is(fs.readFileSync(place.file, 'utf8'), '[Unit]\n');
});

test('the file of another home is left untouched', ({ place }) => {
  installBootFile(place, unit(), HOME);
  for (const other of ['/srv/hom', '/srv/home2', '/other']) {
    assert.throws(() => installBootFile(place, unit({ home: other }), other), /another home/);
    assert.throws(() => removeBootFile(place, other), /another home/);
  }
  assert.is(fs.readFileSync(place.file, 'utf8'), unit());
});

test('a file that cannot be written is named', ({ root, place }) => {
  fs.writeFileSync(path.join(root, 'etc'), 'no folder');
  assert.throws(() => installBootFile(place, unit(), HOME), new RegExp(`Cannot change "${place.file}": `));
});

test.run();
