/** Writes docs/commands.md. To be run with `node --import tsx`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandReference } from '../src/commands/command-reference.ts';
import { ROOT } from './project.mjs';

writeFileSync(join(ROOT, 'docs/commands.md'), commandReference());
