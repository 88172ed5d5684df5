import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  findOnPath,
  INTERPRETERS,
  interpreterFor,
  isProgram,
} from '../../../src/config/instance/interpreter.ts';
import { inFolder } from '../temp-folder.ts';

test('a script runs with the program for its extension, whatever its case', () => {
  assert.equal(interpreterFor('a.js', ''), ['node']);
  assert.equal(interpreterFor('/x/a.MJS', ''), ['node']);
  assert.equal(interpreterFor('a.py', ''), ['python3']);
  assert.is(interpreterFor('a', ''), null);
  assert.is(interpreterFor('a.js.bak', ''), null);
});

test('of several programs, the first on the PATH is used, with its arguments', () =>
  inFolder(
    { 'bin/deno': '#!/bin/sh\n', 'bin/bun': 'not executable', 'bin/python': '#!/bin/sh\n' },
    (folder) => {
      chmodSync(join(folder, 'bin/deno'), 0o755);
      chmodSync(join(folder, 'bin/python'), 0o755);
      const path = `${folder}:${folder}/bin:`;
      assert.equal(interpreterFor('a.ts', path), ['deno', 'run', '--allow-all']);
      assert.equal(interpreterFor('a.py', path), ['python']);
      assert.equal(interpreterFor('a.ts', ''), ['bun']);
      assert.is(findOnPath('deno', path), join(folder, 'bin/deno'));
      assert.is(findOnPath('bun', path), null);
      assert.is(findOnPath('bin', path), null, 'a folder is no program');
      assert.is(findOnPath('deno', undefined), null);
    },
  ));

test('a program is an executable binary, or names its interpreter', () =>
  inFolder(
    { script: '#!/bin/sh\n', text: 'hello', empty: '', binary: '\u007fELF\0', 'off.sh': '#!/bin/sh\n' },
    (folder) => {
      for (const name of ['script', 'text', 'empty', 'binary']) chmodSync(join(folder, name), 0o755);
      assert.ok(isProgram(join(folder, 'script')));
      assert.ok(isProgram(join(folder, 'binary')));
      assert.ok(isProgram('/bin/sh'));
      for (const name of ['text', 'empty', 'off.sh', 'nope', '.'])
        assert.not.ok(isProgram(join(folder, name)), name);
    },
  ));

test('no program in the table is empty', () => {
  for (const candidates of Object.values(INTERPRETERS)) {
    assert.ok(candidates.length > 0 && candidates.every(([program]) => program));
  }
});

test.run();
