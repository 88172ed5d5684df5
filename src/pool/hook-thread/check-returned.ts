import { nearestName } from '../../config/nearest-name.ts';
import { showValue } from '../../config/schema/problem.ts';

export interface CheckedReturn {
  env: Record<string, Record<string, string>>;
  skip: string[];
}

/**
 * Checks what `preRestore` returned against the apps of the restore.
 *
 * @returns a plain copy, or one sentence for each problem, never with the value of a variable
 */
export function checkReturned(
  returned: unknown,
  apps: readonly string[],
): { ok: true; value: CheckedReturn } | { ok: false; problems: string[] } {
  const value: CheckedReturn = { env: {}, skip: [] };
  if (returned === undefined || returned === null) return { ok: true, value };
  if (!isPlainObject(returned)) {
    return {
      ok: false,
      problems: [`returned ${showValue(returned)}; it may return { env, skip } or nothing`],
    };
  }
  const problems = Object.keys(returned)
    .filter((key) => key !== 'env' && key !== 'skip')
    .map((key) => `returned an unknown key "${key}"; known are env and skip`);
  problems.push(...checkEnv(returned.env, apps, value.env), ...checkSkip(returned.skip, apps, value.skip));
  return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

function checkEnv(env: unknown, apps: readonly string[], into: CheckedReturn['env']): string[] {
  if (env === undefined) return [];
  if (!isPlainObject(env))
    return ['returned an env that is not an object such as { app: { NAME: "value" } }'];
  const problems: string[] = [];
  for (const [app, variables] of Object.entries(env)) {
    if (!apps.includes(app)) problems.push(`returned env for ${unknownApp(app, apps)}`);
    else if (!isPlainObject(variables)) problems.push(`returned an env for "${app}" that is not an object`);
    else {
      const found = Object.entries(variables).flatMap(
        ([name, text]) => variableProblem(app, name, text) ?? [],
      );
      problems.push(...found);
      if (found.length === 0) into[app] = { ...(variables as Record<string, string>) };
    }
  }
  return problems;
}

function variableProblem(app: string, name: string, text: unknown): string | undefined {
  const what = `returned the variable ${showValue(name)} for "${app}"`;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${what}, which is not a valid variable name`;
  if (name.startsWith('OPM_')) return `${what}; names that begin with OPM_ are reserved`;
  if (typeof text !== 'string') return `${what} with a value that is not a string`;
  if (text.includes('\0')) return `${what} with a NUL character in its value`;
  return undefined;
}

function checkSkip(skip: unknown, apps: readonly string[], into: string[]): string[] {
  if (skip === undefined) return [];
  if (!Array.isArray(skip) || skip.some((app) => typeof app !== 'string')) {
    return ['returned a skip that is not an array of app names'];
  }
  into.push(...new Set<string>(skip));
  return skip
    .filter((app: string) => !apps.includes(app))
    .map((app: string) => `returned skip with ${unknownApp(app, apps)}`);
}

function unknownApp(app: string, apps: readonly string[]): string {
  const meant = nearestName(app, apps);
  return `${showValue(app)}, which is not an app of this restore${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
