import * as v from 'valibot';
import { configSchema } from './file-schema.ts';
import { plainSchemaOf } from './known-object.ts';
import { pluginSettings } from './schema-plugin.ts';

/** The parts of a JSON Schema that this program looks at. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | JsonSchema[];
  minimum?: number;
  maximum?: number;
  [keyword: string]: unknown;
}

/**
 * The JSON Schema (draft 7) of a config file, for editors and other tools. Rules that involve more than one key, such
 * as unique names, are not in it: `opm config check` covers them.
 */
export async function configJsonSchema(): Promise<JsonSchema> {
  const convert = await converter();
  const { $schema, ...schema } = convert(configSchema);
  const { $schema: _, ...settings } = convert(pluginSettings);
  const [, entry] = (schema.properties!.plugins!.items as JsonSchema).anyOf!;
  (entry!.items as JsonSchema[])[2] = settings;
  return { $schema, title: 'OPM config file', ...schema };
}

async function converter(): Promise<(schema: v.GenericSchema) => JsonSchema> {
  // Loaded late: only "opm config schema" and the documentation need it.
  const { toJsonSchema } = await import('@valibot/to-json-schema');
  const convert = (schema: v.GenericSchema): JsonSchema =>
    toJsonSchema(schema, {
      target: 'draft-07',
      typeMode: 'input',
      ignoreActions: ['check', 'raw_check', 'finite'],
      overrideSchema: ({ valibotSchema, jsonSchema }) => {
        const plain = plainSchemaOf(valibotSchema);
        if (plain !== undefined) {
          const { $schema, ...object } = convert(plain);
          return { ...jsonSchema, ...object } as typeof jsonSchema;
        }
        const { entries } = valibotSchema as { entries?: Record<string, v.GenericSchema> };
        if (entries === undefined) return null;
        const { properties = {}, required, ...rest } = jsonSchema as JsonSchema;
        for (const [key, value] of Object.entries(entries))
          Object.assign(properties[key]!, metadataOf(value));
        return { ...rest, properties, ...(required?.length === 0 ? {} : { required }) } as typeof jsonSchema;
      },
    }) as unknown as JsonSchema;
  return convert;
}

/** The converter stops at a transformation, and descriptions come after it. */
function metadataOf(schema: v.GenericSchema): Record<string, unknown> {
  const { wrapped = schema } = schema as { wrapped?: v.GenericSchema };
  const title = v.getTitle(wrapped);
  return { ...(title !== undefined && { title }), ...v.getMetadata(wrapped) };
}
