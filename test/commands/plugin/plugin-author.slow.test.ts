import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pluginInit } from '../../../src/commands/plugin/plugin-work.ts';
import { installPackages, runAuthorTest } from '../../hooks/author-folder.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const test = suite<{ folder: string }>('what opm plugin init writes');

test.before.each((context) => {
  context.folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opm-author-')));
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true, force: true }));

test('the tests of a new plugin pass where the package opm is installed', async ({ folder }) => {
  await pluginInit({ name: 'greeter', cwd: folder });
  const plugin = path.join(folder, 'greeter');
  installPackages(plugin, ['@types']);
  assert.is(await runAuthorTest(plugin, 'plugin.test.mjs'), 5);
});

test('the types of a new plugin are correct', async ({ folder }) => {
  await pluginInit({ name: 'greeter', cwd: folder });
  const plugin = path.join(folder, 'greeter');
  installPackages(plugin, ['@types']);
  const file = path.join(plugin, 'plugin.mjs');
  const wrong = '          // @ts-expect-error\n          ctx.options.forbiden;\n';
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(
    file,
    text.replace(/^ {8}if \(ctx\.options\.forbidden.*\n/m, (line) => line + wrong),
  );
  assert.ok(fs.readFileSync(file, 'utf8').includes('forbiden'));
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  // The sources name each other with .ts; the package that authors install has declarations.
  await run('node', [tsc, '-p', plugin, '--allowImportingTsExtensions']).catch((error: unknown) => {
    throw new Error((error as { stdout: string }).stdout);
  });
});

test.run();
