import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as plain } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, ROOT } from '../runner/subject.ts';

/** It embeds dist/, which the other forms do not need. */
const test = currentSubject() === 'node' ? plain : plain.skip;

test('deno compile embeds every entry, thread and first-party plugin, and misses one that is not there', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-deno-compile-'));
  try {
    const flags = process.versions.deno === undefined ? [] : ['run', '--allow-all'];
    const script = path.join(ROOT, 'scripts/compile-deno.mjs');
    // Any program will do as the base runtime: the result is listed and cannot run.
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, script, '--output', path.join(folder, 'opm')],
      { encoding: 'utf8', cwd: ROOT, env: { ...process.env, DENORT_BIN: '/bin/true', NO_COLOR: '1' } },
    );
    assert.is(status, 0, stderr);
    const listed = stdout + stderr;
    for (const name of ['cli.mjs', 'worker.js', 'spawn-task.mjs', 'hook-task.mjs']) {
      assert.ok(isEmbedded(listed, name), `${name} in\n${listed}`);
    }
    assert.not.ok(isEmbedded(listed, 'no-such-task.mjs'));
    // A folder that is embedded as a whole is one line.
    assert.match(listed, /plugins\/\*/);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

function isEmbedded(listed: string, name: string): boolean {
  return (
    new RegExp(`[ /]${name.replaceAll('.', '\\.')} `, 'm').test(listed) ||
    (listed.includes(`entry/* (`) && name === 'worker.js')
  );
}

plain.run();
