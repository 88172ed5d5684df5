import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const LOADER = fileURLToPath(new URL('../../../scripts/typescript.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./reader-gone.program.ts', import.meta.url));

// Elsewhere a program in TypeScript is run in other ways, and macOS has no such call.
const onNode =
  process.platform === 'linux' && !process.versions.deno && !process.versions.bun ? test : test.skip;

onNode('a process that writes nothing notices that the reader of its pipe has gone', () => {
  const program = `"${process.execPath}" --import "${LOADER}" "${PROGRAM}"`;
  const script = `{ ${program}; echo $? >&2; } | true`;
  const { stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', timeout: 30_000 });
  assert.is(stderr.trim(), '0');
});

onNode('the same for a socket, which Node gives to its child processes', async () => {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdout.destroy();
  assert.is(await ended, 0);
});

test.run();
