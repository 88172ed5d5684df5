import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PluginState } from '../../src/hooks/plugin-state.ts';

interface Context {
  home: string;
  warnings: string[];
  state: PluginState;
}
const test = suite<Context>('state of plugins');

test.before.each((context) => {
  context.home = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-state-'));
  context.warnings = [];
  const folder = path.join(context.home, 'plugin-state');
  context.state = new PluginState({ folder, plugin: 'vault', warn: (text) => context.warnings.push(text) });
});
test.after.each(({ home }) => fs.rmSync(home, { recursive: true, force: true }));

test('without saved state it is an empty object, and saved state comes back', async ({ state }) => {
  assert.is(await state.read(), '{}');
  await state.write('{"count":1}');
  assert.is(await state.read(), '{"count":1}');
  await state.write('{"count":2}');
  assert.is(await state.read(), '{"count":2}');
});

test('only its owner can read the file, and no temporary file is left', async ({ state }) => {
  const before = process.umask(0);
  try {
    await state.write('{}');
  } finally {
    process.umask(before);
  }
  const folder = path.dirname(state.file);
  assert.is(fs.statSync(state.file).mode & 0o777, 0o600);
  assert.is(fs.statSync(folder).mode & 0o777, 0o700);
  assert.equal(fs.readdirSync(folder), ['vault.json']);
});

test('a damaged file is kept under a new name each time, and reported', async (context) => {
  const { state, warnings } = context;
  await state.write('{}');
  for (const [index, damaged] of ['{"version":1,"sta', '', '[]', '{"version":1,"state":[]}'].entries()) {
    fs.writeFileSync(state.file, damaged);
    assert.is(await state.read(), '{}');
    assert.is(fs.readFileSync(`${state.file}.damaged-${index + 1}`, 'utf8'), damaged);
    assert.match(warnings[index] ?? '', /is damaged; it was kept as .*\/vault\.json\.damaged-\d/);
  }
});

test('the state of a newer version is refused and left alone', async ({ state }) => {
  await state.write('{}');
  fs.writeFileSync(state.file, '{"version":2,"state":{}}');
  let message = '';
  await state.read().catch((error: Error) => {
    message = error.message;
  });
  assert.match(message, /was written by a newer OPM \(version 2\)/);
  assert.is(fs.readFileSync(state.file, 'utf8'), '{"version":2,"state":{}}');
});

test('a failed write leaves the old state and is reported', async ({ state, home }) => {
  await state.write('{"count":1}');
  // A folder in the way of the file: rename fails for root too.
  const inTheWay = new PluginState({ folder: home, plugin: 'folder', warn: () => {} });
  fs.mkdirSync(path.join(home, 'folder.json', 'x'), { recursive: true });
  let message = '';
  await inTheWay.write('{}').catch((error: Error) => {
    message = error.message;
  });
  assert.match(message, /^Its state cannot be saved in .*folder\.json: /);
  assert.equal(fs.readdirSync(home).sort(), ['folder.json', 'plugin-state']);
  assert.is(await state.read(), '{"count":1}');
});

test.run();
