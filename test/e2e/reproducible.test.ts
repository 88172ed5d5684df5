import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, DENO_RUN, ROOT } from '../runner/subject.ts';
import { copyCheckout } from './checkout.ts';

const builds = suite<{ folder: string }>('two builds of one commit');
const test = currentSubject() === 'executable' ? builds : builds.skip;

builds.before.each((context) => {
  context.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-second-build-'));
});
builds.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));

/** The commit is in the program, so the other folder shows the same one. */
function repository(folder: string): Record<string, string> {
  const repository = path.join(ROOT, '.git');
  if (!fs.existsSync(repository)) return {};
  return { GIT_DIR: repository, GIT_WORK_TREE: folder, GIT_OPTIONAL_LOCKS: '0' };
}

test('built in two folders, is identical and matches SHA256SUMS', ({ folder }) => {
  copyCheckout(folder);
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
