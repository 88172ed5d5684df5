import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXIT_CODES } from '../../../src/cli/exit-codes.ts';
import { commandReference } from '../../../src/cli/reference/command-reference.ts';
import { COMMAND_TABLE } from '../../../src/commands/table/command-table.ts';
import { EXIT } from '../../../src/errors.ts';

test('docs/commands.md matches the command table', () => {
  const written = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
  assert.is(written, commandReference(COMMAND_TABLE), 'Run: npm run docs');
});

test('every exit code is documented', () => {
  const documented = EXIT_CODES.flatMap(([code]) => code.split(', ').map(Number));
  assert.equal(documented, Object.values(EXIT));
});

test.run();
