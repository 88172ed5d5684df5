import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../../src/commands/table/command-table.ts';
import { currentSubject, opmCommand, ROOT } from '../runner/subject.ts';
import { Lab } from './lab.ts';

const starts = suite<{ lab: Lab }>('the start of a command');
/** What is loaded is the same for the executable, which is made of the same files; Node alone can tell. */
const isPossible = currentSubject() === 'node' && process.versions.deno === undefined;
const test = isPossible ? starts : starts.skip;
starts.before.each((context) => {
  context.lab = new Lab();
});
starts.after.each(({ lab }) => lab.end());

const DIST = path.join(ROOT, 'dist');

/** The chunk that holds a command: the bundler names it after the file. */
const CHUNKS = new Map(
  COMMANDS.map(({ name: command }) => [
    command,
    new RegExp(`^${command.replace(' ', '-')}-[\\w-]{8}\\.mjs$`),
  ]),
);

/** The files of `dist/` that are loaded by a run of `opm`. */
function loadedBy(lab: Lab, words: string[]): string[] {
  const folder = path.join(lab.folder, 'loaded');
  const { file, args } = opmCommand(words);
  const { signal } = spawnSync(file, args, { env: { ...lab.env, NODE_V8_COVERAGE: folder } });
  assert.is(signal, null);
  const urls = fs.readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    return (result as { url: string }[]).map(({ url }) => url);
  });
  const files = urls
    .filter((url) => url.startsWith('file:'))
    .map((url) => path.relative(DIST, fileURLToPath(url)));
  return [...new Set(files)].filter((name) => !name.startsWith('..'));
}

const sizeOf = (files: string[]): number =>
  files.reduce((sum, name) => sum + fs.statSync(path.join(DIST, name)).size, 0);

test('every command is a separate file', () => {
  const files = fs.readdirSync(DIST);
  for (const [command, chunk] of CHUNKS) {
    assert.is(files.filter((name) => chunk.test(name)).length, 1, command);
  }
});

test('--version loads five files', ({ lab }) => {
  const files = loadedBy(lab, ['--version']);
  assert.ok(files.includes('cli.mjs'));
  assert.ok(files.length <= 5, files.join(' '));
  assert.ok(sizeOf(files) <= 12_000, `${sizeOf(files)} bytes`);
});

// 44 kB of each are the table of commands and the words of other tools, 16 kB the widths of characters, 9 kB who may replace the home.
for (const { command, words, bytes } of [
  { command: 'list', words: ['list'], bytes: 168_000 },
  { command: 'stop', words: ['stop', 'all'], bytes: 169_000 },
  { command: 'daemon status', words: ['daemon', 'status'], bytes: 148_000 },
  { command: 'ledger verify', words: ['ledger', 'verify'], bytes: 222_000 },
  { command: 'restore', words: ['restore', '--config', 'missing.json'], bytes: 343_000 },
]) {
  test(`opm ${words.join(' ')} loads only its own command, at most ${bytes / 1000} kB`, ({ lab }) => {
    const files = loadedBy(lab, words);
    for (const [other, chunk] of CHUNKS) {
      assert.is(
        files.some((name) => chunk.test(name)),
        other === command,
        other,
      );
    }
    assert.ok(sizeOf(files) <= bytes, `${sizeOf(files)} bytes: ${files.join(' ')}`);
  });
}

starts.run();
