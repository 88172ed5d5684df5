/** Writes docs/commands.md. Run it with `node --import ./scripts/typescript.mjs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandReference } from '../src/cli/reference/command-reference.ts';
import { COMMAND_TABLE } from '../src/commands/table/command-table.ts';
import { ROOT } from './project.mjs';

writeFileSync(join(ROOT, 'docs/commands.md'), commandReference(COMMAND_TABLE));
