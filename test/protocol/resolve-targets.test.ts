import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inFile, resolveTargets } from '../../src/protocol/resolve-targets.ts';

const spec = (name: string, instance: number, more: object = {}) => ({
  name,
  instance,
  namespace: 'default',
  argv: ['node', 'app.js'],
  cwd: '/srv',
  ...more,
});

const ALL = [
  { id: 0, spec: spec('api', 0) },
  { id: 1, spec: spec('api', 1) },
  { id: 2, spec: spec('api-queue', 0, { namespace: 'shop', argv: ['/usr/bin/python3', '/srv/queue.py'] }) },
  { id: 3, spec: spec('web', 0, { namespace: 'shop', cwd: '/srv/web' }) },
  { id: 4, spec: spec('shop', 0, { argv: ['sleep', '9'] }) },
];

const ids = (...targets: string[]) => resolveTargets(targets, ALL).map(({ id }) => id);

test('targets are ids, names, numbered names and lists of them', () => {
  assert.equal(ids('api'), [0, 1]);
  assert.equal(ids('api:1,web', '0'), [0, 1, 3]);
  assert.equal(ids('all'), [0, 1, 2, 3, 4]);
  assert.throws(() => ids('api', 'gone', '99'), /Nothing matches "gone", "99"/);
});

test('a pattern for names is written between slashes', () => {
  assert.equal(ids('/^api/'), [0, 1, 2]);
  assert.equal(ids('/q.{1,9}e$/'), [2]);
  assert.throws(() => ids('/nothing/'), /Nothing matches/);
  assert.throws(() => ids('/(/'), /is not a regular expression/);
});

test('a namespace names its apps, unless an app has that name', () => {
  assert.equal(ids('default'), [0, 1, 4]);
  assert.equal(ids('shop'), [4]);
});

test('an absolute path names the apps that run that script', () => {
  assert.equal(ids('/srv/app.js'), [0, 1]);
  assert.equal(ids('/srv/web/app.js'), [3]);
  assert.equal(ids('/srv/queue.py'), [2]);
  assert.throws(() => ids('/srv/other.js'), /Nothing matches/);
});

test('an app of a config file is not meant by the same name in another file, unless nobody knows where it is from', () => {
  const found = (definedIn?: string | null) =>
    resolveTargets(
      [inFile('/a/opm.json', 'api')],
      [{ id: 0, spec: spec('api', 0, definedIn === undefined ? {} : { definedIn }) }],
    );
  assert.is(found('/a/opm.json').length, 1);
  assert.is(found(undefined).length, 1);
  assert.throws(() => found('/b/opm.json'), /Nothing matches "\/a\/opm.json#api"; there are: api/);
  assert.throws(() => found(null), /Nothing matches/);
});

test.run();
