import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isLog, logsOf, ownLogs } from '../../../src/supervise/kin/log-writers.ts';

test('a log is known by its path without links, as the kernel names it, and a device is none', () => {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'opm-logs-')));
  try {
    fs.mkdirSync(join(folder, 'disk'));
    fs.symlinkSync('disk', join(folder, 'link'));
    const logs = { out: join(folder, 'link/api.log'), err: '/dev/null' };
    assert.equal(logsOf({ logs }), [join(folder, 'disk/api.log')]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a log that a rotation has renamed is still that log, and one of a longer name is not', () => {
  assert.equal(
    ['/l/api.log', '/l/api.log.1', '/l/api.log-20260101', '/l/api.logs', '/l/api'].map((file) =>
      isLog(file, '/l/api.log'),
    ),
    [true, true, true, false, false],
  );
});

test("a home's logs are those of its folder and those that its apps have elsewhere", () => {
  const isOurs = ownLogs('/home', [{ spec: { logs: { out: '/var/log/api', err: '/dev/null' } } }]);
  assert.equal(
    ['/home/logs/a.out.log', '/var/log/api.1', '/home/logs2/a', '/home/daemon.log', '/dev/null'].map(isOurs),
    [true, true, false, false, false],
  );
});

test.run();
