import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, DENO_RUN, ROOT } from '../runner/subject.ts';

const builds = suite<{ folder: string }>('two builds of one commit');
const test = currentSubject() === 'executable' ? builds : builds.skip;

/** Made by tools, or big and of no use here. */
const NOT_COPIED = ['node_modules', 'dist', '.git', '.opm', 'coverage'];

builds.before.each((context) => {
  context.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-second-build-'));
});
builds.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));

/** The sources in another folder, with the same packages, and caches of their own. */
function copySources(folder: string): void {
  for (const name of fs.readdirSync(ROOT)) {
    if (!NOT_COPIED.includes(name)) {
      fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
  }
  fs.mkdirSync(path.join(folder, 'node_modules'));
  for (const name of fs.readdirSync(path.join(ROOT, 'node_modules'))) {
    if (name === '.cache') continue;
    fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
}

/** The commit is in the program, so the other folder shows the same one. */
function repository(folder: string): Record<string, string> {
  const repository = path.join(ROOT, '.git');
  if (!fs.existsSync(repository)) return {};
  return { GIT_DIR: repository, GIT_WORK_TREE: folder, GIT_OPTIONAL_LOCKS: '0' };
}

test('in two folders are the same bytes, which SHA256SUMS names', ({ folder }) => {
  copySources(folder);
  const flags = process.versions.deno === undefined ? [] : DENO_RUN;
  execFileSync(process.execPath, [...flags, 'scripts/compile.mjs'], {
    cwd: folder,
    env: { ...process.env, ...repository(folder) },
    stdio: 'pipe',
  });
  const bytes = fs.readFileSync(path.join(folder, 'dist/opm'));
  const line = `${createHash('sha256').update(bytes).digest('hex')}  opm`;
  for (const root of [folder, ROOT]) {
    const lines = fs.readFileSync(path.join(root, 'dist/SHA256SUMS'), 'utf8').split('\n');
    assert.ok(lines.includes(line), `${line} is not in ${lines}`);
  }
});

builds.run();
