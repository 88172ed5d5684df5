// Writes docs/opm.schema.json and docs/config.md from src/config/schema.ts.
// Run: node --import tsx scripts/config-docs.mjs
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config/json-schema.ts';
import { configReference } from '../src/config/reference.ts';

const schema = await configJsonSchema();
const docs = new URL('../docs/', import.meta.url);
writeFileSync(new URL('opm.schema.json', docs), `${JSON.stringify(schema, null, 2)}\n`);
writeFileSync(new URL('config.md', docs), configReference(schema));
