import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ignoredPaths } from '../../../src/supervise/upkeep/ignored-paths.ts';

const ignored = (patterns: string[], roots = ['/srv/app'], files: string[] = []) =>
  ignoredPaths({ roots, patterns, files });

test('files that never warrant a restart do not count', () => {
  const isIgnored = ignored([]);
  for (const path of ['.git/index', 'node_modules/x/y.js', 'src/.a.js.swp', 'a.js~', 'src/4913', '.env']) {
    assert.is(isIgnored(`/srv/app/${path}`), true, path);
  }
  for (const path of ['', '/a.js', '/src/node_modules.js', '/src/b/c.ts']) {
    assert.is(isIgnored(`/srv/app${path}`), false, path);
  }
});

test('the name of a watched folder itself never matters', () => {
  const isIgnored = ignored([], ['/home/me/.config/app', '/x/node_modules/y']);
  assert.is(isIgnored('/home/me/.config/app/a.js'), false);
  assert.is(isIgnored('/x/node_modules/y/b.js'), false);
  assert.is(isIgnored('/x/node_modules/y/node_modules/b.js'), true);
});

test('a name matches at any depth, a path from the watched folder, including its content', () => {
  const isIgnored = ignored(['*.log', 'tmp', './data/', 'src/**/gen?.ts', '/srv/app/abs']);
  for (const path of [
    'a.log',
    'x/y/b.log',
    'x/tmp/z',
    'data/deep/c',
    'src/gen1.ts',
    'src/a/b/gen2.ts',
    'abs/x',
  ]) {
    assert.is(isIgnored(`/srv/app/${path}`), true, path);
  }
  for (const path of ['log', 'x/data/c', 'src/gen10.ts', 'tmp.js', 'x/abs']) {
    assert.is(isIgnored(`/srv/app/${path}`), false, path);
  }
});

test("the app's logs never count, wherever they are", () => {
  assert.is(ignored([], ['/srv/app'], ['/srv/app/out'])('/srv/app/out'), true);
});

test.run();
