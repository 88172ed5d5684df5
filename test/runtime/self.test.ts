import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  isStandalone,
  readsTypeScript,
  runsFromSource,
  runtimeName,
  runtimeVersion,
  selfCommand,
} from '../../src/runtime/self.ts';
import { versionInfo } from '../../src/runtime/version.ts';
import { ROOT } from '../runner/subject.ts';

const here = process.versions.deno === undefined ? 'node' : 'deno';
const version = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

test('the runtime is known by its own name and version, although Deno also claims to be a Node', () => {
  assert.is(runtimeName(), here);
  assert.is(runtimeVersion(), process.versions[here]);
});

test('a program that runs from source is not the executable', () => {
  assert.ok(runsFromSource());
  assert.not.ok(isStandalone());
});

test('the program can start itself again from any folder, on the same runtime', () => {
  const { file, args } = selfCommand(['--version', '--json']);
  const output = execFileSync(file, args, { cwd: tmpdir(), encoding: 'utf8' });
  assert.equal(JSON.parse(output), versionInfo());
});

test('it is started with a loader only if the runtime cannot load TypeScript', () => {
  const { args } = selfCommand(['list']);
  assert.equal(args.slice(-2), [join(ROOT, 'src/cli.ts'), 'list']);
  assert.is(args.includes('--import'), !readsTypeScript());
  assert.is(args.includes('--permission-set'), here === 'deno');
});

test('from source the version is that of package.json, and no commit is claimed', () => {
  assert.equal(versionInfo(), {
    version,
    commit: null,
    runtime: `${here} ${process.versions[here]}`,
    standalone: false,
  });
});

test.run();
