import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LogSource } from '../../../src/client/logs/log-source.ts';
import { movedLogs, withMoved } from '../../../src/client/logs/moved-logs.ts';

const onLinux = existsSync('/proc/self/fd') ? test : test.skip;

onLinux('a renamed or removed log is followed to where its process writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-moved-'));
  const path = join(folder, 'api-0.out.log');
  const log = openSync(path, 'a');
  const child = spawn('sleep', ['60'], { stdio: ['ignore', log, 'ignore'] });
  closeSync(log);
  const pids = new Map([[3, child.pid!]]);
  const source: LogSource = { path, id: 3, name: 'api', instance: 0, stream: 'out' };
  const shownPaths = () => withMoved([source], movedLogs([source], pids)).map((one) => one.path);
  try {
    assert.equal(movedLogs([source, { ...source, id: null }], pids), []);
    // An error log that is /dev/null is what it is.
    assert.equal(movedLogs([{ ...source, stream: 'err', path: '/dev/null' }], pids), []);
    renameSync(path, `${path}.1`);
    assert.equal(movedLogs([source], pids), [{ source, path: `${path}.1` }]);
    writeFileSync(path, '');
    assert.equal(shownPaths(), [`${path}.1`, path]);
    unlinkSync(`${path}.1`);
    assert.equal(movedLogs([source], pids), [{ source, path: null }]);
    assert.equal(shownPaths(), [path]);
    assert.equal(movedLogs([source], new Map([[3, 999_999_999]])), []);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

test.run();
