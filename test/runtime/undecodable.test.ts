import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { undecodableVariables, undecodableWord } from '../../src/runtime/undecodable.ts';

const MODULE = fileURLToPath(new URL('../../src/runtime/undecodable.ts', import.meta.url));
const LOADER = fileURLToPath(new URL('../../scripts/typescript.mjs', import.meta.url));
const SHOW =
  `import('${MODULE}').then(({ undecodableVariables, undecodableWord }) =>` +
  'console.log(JSON.stringify([undecodableVariables(), undecodableWord(process.argv.slice(1)) ?? null])))';

/** What a process sees whose variables and words a shell wrote. */
function seen(assignments: string, words: string): unknown {
  const node = `${process.execPath} --import ${LOADER} -e '${SHOW.replaceAll("'", `'\\''`)}'`;
  const script = `env ${assignments} ${node} ${words}`.replaceAll(/\\x(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return JSON.parse(execFileSync('sh', { input: Buffer.from(script, 'latin1'), encoding: 'utf8' }));
}

// On Deno `process.execPath` takes other options, and a word that is not UTF-8 is refused by Deno itself.
const isOnNode =
  existsSync('/proc/self/environ') && process.versions.deno === undefined && !process.versions.bun;

(isOnNode ? test : test.skip)('a variable and a word that are not UTF-8 are named', () => {
  assert.equal(seen('A=\\xe4 B=\\xc3\\xa4', 'x \\xe4 y'), [['A'], '\ufffd']);
});

(isOnNode ? test : test.skip)('a replacement character that was typed is text like any other', () => {
  assert.equal(seen('A=\\xef\\xbf\\xbd', '\\xef\\xbf\\xbd'), [[], null]);
});

test('this process has no undecodable variables', () => {
  assert.equal(undecodableVariables(), []);
  assert.is(undecodableWord(['\ufffd']), undefined);
});

test.run();
