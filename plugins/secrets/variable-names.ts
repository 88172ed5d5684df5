import type { Source } from './options.ts';
import type { Variables } from './parse.ts';

/** What Linux takes as one string of an environment, less room for the name. */
const LONGEST_VALUE_BYTES = 128 * 1024 - 1024;

/**
 * The variables of a source under the names that the apps get.
 *
 * @param byDefault how names are written where the source does not say
 * @throws when a name cannot be that of a variable, belongs to OPM, or comes twice; when a value cannot be in an
 *   environment; when a name that is asked for is missing
 */
export function renamed(
  variables: Variables,
  source: Pick<Source, 'only' | 'rename' | 'prefix' | 'names'>,
  byDefault: 'env' | 'keep',
): Variables {
  const asked = new Set([...(source.only ?? []), ...Object.keys(source.rename)]);
  const missing = [...asked].filter((name) => !variables.has(name)).map((name) => `"${name}"`);
  if (missing.length > 0) throw new Error(`does not have ${missing.join(', ')}`);

  const result: Variables = new Map();
  for (const [name, value] of variables) {
    if (source.only !== undefined && !source.only.includes(name)) continue;
    const style = source.names ?? byDefault;
    const written = style === 'env' ? environmentName(name) : name;
    const given = Object.hasOwn(source.rename, name)
      ? source.rename[name]!
      : `${source.prefix ?? ''}${written}`;
    check(given, name, value);
    if (result.has(given)) throw new Error(`gives ${given} twice, the second time as "${name}"`);
    result.set(given, value);
  }
  return result;
}

/** `db-password.txt` → `DB_PASSWORD_TXT` */
function environmentName(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_');
}

function check(name: string, from: string, value: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new Error(`has "${from}", which cannot be the name of a variable: use "rename" or "names": "env"`);
  }
  if (name.startsWith('OPM_')) throw new Error(`gives ${name}, but names that start with OPM_ belong to OPM`);
  if (value.includes('\0')) throw new Error(`has a NUL character in "${from}"`);
  if (Buffer.byteLength(value) > LONGEST_VALUE_BYTES) {
    throw new Error(`has a value of more than ${LONGEST_VALUE_BYTES} bytes in "${from}"`);
  }
}
