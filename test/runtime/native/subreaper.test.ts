import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ownFlags } from '../own-flags.ts';
import { linuxFrom } from './process-parts.ts';

const program = fileURLToPath(new URL('subreaper.program.ts', import.meta.url));

(linuxFrom(3, 5) ? test : test.skip)('orphans become children, and their end is taken once', () => {
  const output = execFileSync(process.execPath, [...ownFlags(), program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  assert.equal(JSON.parse(output), {
    code: 0,
    isChild: true,
    early: null,
    end: { code: 42, signal: null },
    again: null,
    own: 7,
    stranger: null,
  });
});

test.run();
