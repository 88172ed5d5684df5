import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codePaths, switchedLinks, throughLinks } from '../../../src/config/instance/linked-paths.ts';

test('links in folder, program and script count; programs of the system and on the PATH do not', () => {
  assert.equal(codePaths({ cwd: '/srv/current', argv: ['node', '--flag', 'server.js'] }), {
    ...{ folder: '/srv/current', program: null, script: '/srv/current/server.js' },
  });
  assert.equal(codePaths({ cwd: '/srv/current', argv: ['./bin/api', '-v'] }), {
    ...{ folder: '/srv/current', program: '/srv/current/bin/api', script: null },
  });
  for (const program of ['/bin/sh', '/usr/bin/psql', 'psql']) {
    assert.is(codePaths({ cwd: '/', argv: [program, '-c', 'x'] }).program, null);
  }
});

test('a spec is started with the recorded targets of its links', () => {
  const links = {
    '/srv/current': '/srv/releases/6',
    '/srv/current/server.js': '/srv/releases/6/server.js',
    '/srv/current/bin/api': '/srv/releases/6/bin/api',
    '/srv/tool': '/srv/tool-1.2',
  };
  const started = (argv: string[]) => throughLinks({ cwd: '/srv/current', argv, links });
  assert.equal(started(['node', 'server.js', 'a']).argv, ['node', 'server.js', 'a']);
  assert.is(started(['node', 'server.js']).cwd, '/srv/releases/6');
  assert.equal(started(['node', '/srv/current/server.js']).argv, ['node', '/srv/releases/6/server.js']);
  assert.equal(started(['/srv/current/bin/api', '-v']).argv, ['/srv/releases/6/bin/api', '-v']);
  assert.equal(started(['/srv/tool']).argv, ['/srv/tool-1.2']);
  const plain = { cwd: '/srv', argv: ['./api'] };
  assert.is(throughLinks(plain), plain);
});

test('only relevant switched links are reported', () => {
  const of = (release: string) => ({
    '/srv/app/current': `/srv/app/releases/${release}`,
    '/srv/app/current/bin/api': `/srv/app/releases/${release}/bin/api`,
  });
  assert.is(switchedLinks(of('6'), of('7')), 'current → releases/7');
  assert.is(switchedLinks(of('6'), of('6')), null);
  assert.is(switchedLinks({ '/srv/api': '/opt/api-6' }, { '/srv/api': '/opt/api-7' }), 'api → /opt/api-7');
  assert.is(switchedLinks({ '/srv/api': '/srv/api-6' }, undefined), 'api → itself');
  assert.is(switchedLinks(undefined, of('7')), null);
});

test.run();
