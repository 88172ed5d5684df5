import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../src/errors.ts';
import { inLab, type Lab, RESTORE, ZOO, zoo } from './plugin-lab.ts';

async function problemsOf(runner: Lab['runner'], ...given: Parameters<Lab['runner']>): Promise<OpmError> {
  try {
    await runner(...given);
  } catch (error) {
    if (error instanceof OpmError) return error;
    throw error;
  }
  return assert.unreachable('the plugins were accepted') as never;
}

test('all problems of all plugins are reported at once, with exit code 78', async () => {
  await inLab(async ({ runner }) => {
    const entries = [
      zoo('wrong-shape'),
      zoo('calm'),
      zoo('missing'),
      zoo('wrong-version'),
      zoo('no-default'),
      zoo('throws-at-load'),
      zoo('hangs-at-load'),
      zoo('with-zod', { options: { port: 0, hosts: [1] } }),
      zoo('calm-twin'),
    ];
    const error = await problemsOf(runner, entries, { loadTimeoutMs: 5000 });
    assert.equal([error.code, error.exitCode], ['PLUGINS_UNUSABLE', 78]);
    const at = (name: string, problem: string) => `  the plugin "./${name}.mjs": ${problem}`;
    const lines = error.message.split('\n');
    assert.is(lines[0], 'Cannot use the plugins:');
    const expected: (string | RegExp)[] = [
      at('wrong-shape', 'its name is "Wrong Shape"; use 1 to 64 lower-case letters, digits and dashes'),
      at('wrong-shape', 'it has an unknown key "option"; did you mean options?'),
      /not a Standard Schema/,
      at('wrong-shape', 'it has an unknown hook "preRestart"; did you mean preRestore?'),
      at('wrong-shape', 'its hook postRestore is "text"; it must be a function'),
      at('missing', `it was not found; looked for ${ZOO}/missing.mjs`),
      at('wrong-version', 'it is written for apiVersion 2, but this OPM offers 1; use a newer OPM'),
      at('no-default', 'it has no default export; write export default definePlugin({ … })'),
      /throws-at-load.mjs": it cannot be loaded: cannot begin \(.*throws-at-load\.mjs:1:\d+\)$/,
      at('hangs-at-load', 'it was not loaded within 5000 ms'),
      /with-zod.mjs": options\.port: /,
      /with-zod.mjs": options\.hosts\[0\]: /,
      at('calm-twin', 'its name "calm" is also the name of "./calm.mjs"'),
    ];
    assert.is(lines.length, expected.length + 1, error.message);
    for (const [index, line] of expected.entries()) {
      if (typeof line === 'string') assert.is(lines[index + 1], line);
      else assert.match(lines[index + 1]!, line);
    }
  });
});

const LIBRARIES = ['valibot', 'zod', 'arktype'];

test('options are parsed by a valibot, zod or arktype schema, which may fill in defaults', async () => {
  await inLab(async ({ runner, logs }) => {
    const hooks = await runner(LIBRARIES.map((library) => zoo(`with-${library}`, { options: { port: 80 } })));
    await hooks.checkRestore(RESTORE);
    const options = logs.map(({ message }) => JSON.parse(message));
    assert.equal(options, Array(3).fill({ port: 80, hosts: ['localhost'] }));
  });
});

test('options that a valibot, zod or arktype schema rejects are problems with the path of the key', async () => {
  await inLab(async ({ runner }) => {
    const entries = LIBRARIES.map((library) => zoo(`with-${library}`, { options: { port: 'x' } }));
    const { message } = await problemsOf(runner, entries);
    const lines = message.split('\n').slice(1);
    assert.is(lines.length, 3, message);
    for (const [index, library] of LIBRARIES.entries()) {
      assert.match(
        lines[index]!,
        new RegExp(`the plugin "./with-${library}.mjs": options\\.port: .*number`, 'i'),
      );
    }
  });
});

test('a plugin may be TypeScript, compiled CommonJS, or a package with exports', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opm-packages-'));
  try {
    const home = path.join(folder, 'node_modules', '@acme', 'opm-calm');
    mkdirSync(path.join(home, 'dist'), { recursive: true });
    mkdirSync(path.join(folder, 'etc', 'opm'), { recursive: true });
    cpSync(`${ZOO}/calm.mjs`, path.join(home, 'dist', 'calm.js'));
    const exported = { '.': { types: './x.d.ts', import: './dist/calm.js', require: './no.cjs' } };
    const manifest = { name: '@acme/opm-calm', type: 'module', exports: exported };
    writeFileSync(path.join(home, 'package.json'), JSON.stringify(manifest));
    await inLab(async ({ runner, logs }) => {
      const entries = [
        zoo('typed.ts', { options: { greeting: 'hello' } }),
        zoo('compiled.cjs'),
        { specifier: '@acme/opm-calm', baseDir: path.join(folder, 'etc', 'opm'), options: undefined },
      ];
      const hooks = await runner(entries);
      const { records } = await hooks.checkRestore(RESTORE);
      assert.ok(records.every(({ ok }) => ok));
      assert.equal(
        hooks.plugins.map(({ name }) => name),
        ['typed', 'compiled', 'calm'],
      );
      assert.is(hooks.plugins[2]?.file, path.join(home, 'dist', 'calm.js'));
      assert.equal(
        logs.map(({ message }) => message),
        ['hello', '2 apps'],
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("opm/plugin can be imported without an installed package opm, even by a plugin's modules", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opm-alone-'));
  try {
    for (const file of ['with-entry.mjs', 'with-entry-part.mjs'])
      cpSync(`${ZOO}/${file}`, path.join(folder, file));
    await inLab(async ({ runner }) => {
      const hooks = await runner([{ specifier: './with-entry.mjs', baseDir: folder, options: undefined }]);
      assert.is(hooks.plugins[0]?.name, 'with-entry-1');
      const { records } = await hooks.checkRestore(RESTORE);
      assert.is(records[0]?.ok, true);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
