/** `npm run docs`: writes the generated parts of docs/. Run it with `node --import ./scripts/typescript.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import './command-docs.mjs';
import './config-docs.mjs';
import { housePlan, withHousePlan } from './house-plan.mjs';
import { ROOT } from './project.mjs';

const page = join(ROOT, 'docs/architecture.md');
writeFileSync(page, withHousePlan(readFileSync(page, 'utf8'), housePlan(ROOT)));
