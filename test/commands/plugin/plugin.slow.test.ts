import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pluginCheck, pluginInit, pluginList } from '../../../src/commands/plugin/plugin-work.ts';
import { OpmError } from '../../../src/errors.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ZOO = path.join(ROOT, 'test/fixtures/plugins');

const test = suite<{ folder: string }>('opm plugin');

test.before.each((context) => {
  context.folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opm-author-')));
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true, force: true }));

async function refusal(work: Promise<unknown>): Promise<OpmError> {
  const error = await work.catch((reason: unknown) => reason);
  assert.instance(error, OpmError);
  return error as OpmError;
}

test('list shows what a config loads, from where, with hooks and options, and masks secrets', async ({
  folder,
}) => {
  const options = { number: 1, token: 'abc', url: 'https://hooks.example.com/services/T0/B0' };
  const { plugins, text } = await pluginList({
    entries: [
      { specifier: './calm.mjs', baseDir: ZOO, options, timeoutMs: 500, onError: 'warn' },
      { specifier: 'port-guard', baseDir: ZOO, options: undefined },
    ],
    home: folder,
  });
  const shown = { number: 1, token: '********', url: 'https://hooks.example.com/********' };
  assert.equal(plugins[0], {
    name: 'calm',
    specifier: './calm.mjs',
    file: `${ZOO}/calm.mjs`,
    hooks: ['checkRestore', 'preRestore', 'postRestore', 'restoreFailed'],
    options: shown,
    timeoutMs: 500,
    onError: 'warn',
  });
  assert.is(plugins[1]?.file, 'opm');
  assert.is(
    text.split('\n\n')[0],
    [
      'calm',
      `  from     ${ZOO}/calm.mjs ("./calm.mjs")`,
      '  hooks    checkRestore, preRestore, postRestore, restoreFailed',
      `  options  ${JSON.stringify(shown)}`,
      '  deadline 0.5 s per hook',
      '  on error warn',
    ].join('\n'),
  );
  assert.match(text, /^port-guard\n {2}from {5}bundled with OPM$/m);
  assert.equal(fs.readdirSync(folder), []);
});

test('list refuses what a restore would refuse', async ({ folder }) => {
  const entries = [{ specifier: './wrong-version.mjs', baseDir: ZOO, options: undefined }];
  assert.is((await refusal(pluginList({ entries, home: folder }))).exitCode, 78);
  assert.is((await pluginList({ entries: [], home: folder })).text, 'The config loads no plugins.\n');
});

test('check runs every hook and shows what it did, with names of variables and never their values', async () => {
  const check = await pluginCheck({ plugin: 'calm.mjs', cwd: ZOO, apps: ['api'] });
  assert.is(check.ok, true);
  assert.equal(check.env, { api: ['CALM'] });
  const text = check.text.replaceAll(/in \d+ ms/g, 'in N ms');
  assert.is(
    text,
    [
      `calm (${ZOO}/calm.mjs)`,
      '  ok     checkRestore in N ms',
      '  ok     preRestore in N ms',
      '  ok     postRestore in N ms',
      '  ok     restoreFailed in N ms',
      '  sets for api: CALM',
      '  info: 1 apps',
      '  info: outcome committed',
      '  warn: failed: api:0: it exited with code 1 before it was ready',
      '  stores restores in ctx.state',
      '',
    ].join('\n'),
  );
});

test('check reports failures and problems, under deadlines', async () => {
  const hangs = await pluginCheck({ plugin: './hangs.mjs', cwd: ZOO, timeoutMs: 50 });
  assert.is(hangs.ok, false);
  assert.match(hangs.text, /FAILED preRestore in \d+ ms: did not end within 50 ms/);
  const reports = await pluginCheck({ plugin: './reports.mjs', cwd: ZOO });
  assert.is(reports.ok, true);
  assert.match(reports.text, /reported: api: port 3000 is taken\n {2}reported: it is Friday/);
  const { message } = await refusal(pluginCheck({ plugin: 'with-zod.mjs', cwd: ZOO, options: { port: 0 } }));
  assert.match(message, /options\.port: /);
});

test('init writes a plugin that works immediately, with only OPM installed', async ({ folder }) => {
  const { files, text } = await pluginInit({ name: 'greeter', cwd: folder });
  assert.equal(fs.readdirSync(path.join(folder, 'greeter')).sort(), [...files].sort());
  assert.match(text, /opm plugin check greeter\/plugin\.mjs/);
  const check = await pluginCheck({ plugin: 'greeter/plugin.mjs', cwd: folder, apps: ['api'] });
  assert.is(check.ok, true, check.text);
  assert.equal(check.env, { api: ['RESTORE_ID'] });
  const entry = { specifier: './greeter/plugin.mjs', baseDir: folder };
  const { message } = await refusal(
    pluginList({ entries: [{ ...entry, options: { forbiden: 1 } }], home: folder }),
  );
  assert.match(message, /options\.forbiden: is not a known option/);
});

test('init overwrites nothing and rejects invalid plugin names', async ({ folder }) => {
  fs.mkdirSync(path.join(folder, 'greeter'));
  const exists = await refusal(pluginInit({ name: 'greeter', cwd: folder }));
  assert.equal([exists.code, exists.exitCode], ['PLUGIN_NOT_WRITTEN', 1]);
  assert.match(exists.message, /the folder already exists$/);
  assert.equal(fs.readdirSync(path.join(folder, 'greeter')), []);
  for (const name of ['../up', 'Greeter', '']) {
    assert.is((await refusal(pluginInit({ name, cwd: folder }))).exitCode, 64);
  }
});

test.run();
