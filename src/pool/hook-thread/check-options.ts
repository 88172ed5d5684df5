import { type PathSegment, printPath } from '../../config/schema/problem.ts';
import type { SchemaIssue, StandardSchemaV1 } from '../../plugin.ts';

/** True for schemas of valibot, zod and arktype (arktype's are functions), and for objects like them. */
export function isStandardSchema(value: unknown): value is StandardSchemaV1 {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const standard = (value as Partial<StandardSchemaV1>)['~standard'];
  return standard?.version === 1 && typeof standard.validate === 'function';
}

/**
 * Checks options with the plugin's own schema. Absent options are checked as `{}`, so a schema whose keys are all
 * optional needs none in the config.
 *
 * @returns the schema's output, or one sentence for each problem, with the path of the key
 */
export async function checkOptions(
  schema: StandardSchemaV1 | undefined,
  options: unknown,
): Promise<{ ok: true; value: unknown } | { ok: false; problems: string[] }> {
  const given = options ?? {};
  if (schema === undefined) return { ok: true, value: given };
  const result = await schema['~standard'].validate(given);
  if (result.issues === undefined) return { ok: true, value: result.value };
  return { ok: false, problems: result.issues.map((issue) => `${pathOf(issue)}: ${issue.message}`) };
}

function pathOf(issue: SchemaIssue): string {
  const path = (issue.path ?? []).map((part): PathSegment => {
    const key = typeof part === 'object' ? part.key : part;
    return typeof key === 'symbol' ? String(key) : key;
  });
  return printPath(['options', ...path]);
}
