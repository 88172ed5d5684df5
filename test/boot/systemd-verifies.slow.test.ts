import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootFile } from '../../src/boot/boot-files.ts';
import { NASTY, spec } from './boot-parts.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-boot-'));
test.after(() => fs.rmSync(folder, { recursive: true }));

function verify(name: string, unit: string, ...options: string[]): { code: number | null; output: string } {
  const file = path.join(folder, name);
  fs.writeFileSync(file, unit);
  const env = { ...process.env, XDG_RUNTIME_DIR: folder };
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...options, 'verify', file], {
    encoding: 'utf8',
    env,
  });
  return { code: status, output: stdout + stderr };
}

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const withSystemd = hasSystemd ? test : test.skip;

withSystemd('systemd accepts the units, and detects a mistake', () => {
  for (const keepGoing of [false, true]) {
    for (const config of [null, '/etc/opm.config.yaml', NASTY]) {
      const system = bootFile('systemd', { ...spec, config, keepGoing });
      assert.equal(verify('opm.service', system), { code: 0, output: '' });
      const user = bootFile('systemd', { ...spec, scope: 'user', config, keepGoing });
      assert.equal(verify('opm.service', user, '--user'), { code: 0, output: '' });
      const wrong = verify('opm.service', system.replace('KillMode=process', 'KillMode=proces'));
      assert.match(wrong.output, /kill mode/i);
    }
  }
});

withSystemd('a hardened unit is valid, and exposes no more than 4.0', () => {
  const unit = bootFile('systemd', { ...spec, hardened: true });
  assert.equal(verify('opm.service', unit), { code: 0, output: '' });
  const file = path.join(folder, 'opm.service');
  const score = (limit: number) =>
    spawnSync('systemd-analyze', ['security', '--offline=true', `--threshold=${limit}`, '--no-pager', file], {
      encoding: 'utf8',
    });
  const { status, stdout } = score(40);
  assert.is(status, 0, stdout);
  assert.is(score(30).status, 1);
});

test.run();
