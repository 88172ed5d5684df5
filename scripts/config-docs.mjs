// Writes docs/opm.schema.json and docs/config.md from src/config/schema/file-schema.ts.
// Run: node --import ./scripts/typescript.mjs scripts/config-docs.mjs
import { writeFileSync } from 'node:fs';
import { configReference } from '../src/config/schema/config-reference.ts';
import { configJsonSchema } from '../src/config/schema/json-schema.ts';

const schema = await configJsonSchema();
const docs = new URL('../docs/', import.meta.url);
writeFileSync(new URL('opm.schema.json', docs), `${JSON.stringify(schema, null, 2)}\n`);
writeFileSync(new URL('config.md', docs), configReference(schema));
