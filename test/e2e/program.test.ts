import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, opmCommand, ROOT } from '../runner/subject.ts';

const subject = currentSubject();
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const RUNTIME = { node: /^node \d/, deno: /^deno \d/, executable: /^(bun|deno) \d/ }[subject];

function opm(args: string[], options: { cwd?: string; env?: Record<string, string> } = {}): string {
  const { file, args: words } = opmCommand(args);
  const env = { ...process.env, ...options.env };
  return spawnSync(file, words, { encoding: 'utf8', cwd: options.cwd ?? tmpdir(), env }).stdout;
}

test('the program names its version, commit and runtime', () => {
  assert.is(opm(['--version']), `${version}\n`);
  const info = JSON.parse(opm(['--version', '--json']));
  assert.is(info.version, version);
  assert.match(info.runtime, RUNTIME);
  assert.is(info.standalone, subject === 'executable');
  if (subject === 'deno' || !existsSync(join(ROOT, '.git'))) assert.is(info.commit, null);
  else assert.match(info.commit, /^[0-9a-f]{40}(-dirty)?$/);
});

test('files in the working folder do not change its behaviour', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-cwd-'));
  try {
    writeFileSync(join(folder, '.env'), 'OPM_HOME=/nowhere\n');
    writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./preload.js"]\n');
    writeFileSync(join(folder, 'preload.js'), 'console.log("preloaded");\n');
    const status = JSON.parse(opm(['daemon', 'status', '--json'], { cwd: folder, env: { HOME: folder } }));
    assert.is(status.home, join(folder, '.opm'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

if (subject === 'node') {
  test('the build includes the licences of the packages inside it', () => {
    const licences = readFileSync(join(ROOT, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['tinypool', 'valibot', 'yaml']) assert.match(licences, `${name} `);
    assert.match(licences, 'Permission is hereby granted');
  });
}

test.run();
