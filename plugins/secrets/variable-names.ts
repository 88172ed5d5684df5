import type { Source } from './options.ts';
import type { Variables } from './parse.ts';

/** Linux's limit for one environment string, minus room for the name. */
const LONGEST_VALUE_BYTES = 128 * 1024 - 1024;

/**
 * The variables of a source under the names that the apps get.
 *
 * @param byDefault how to write names unless the source says otherwise
 * @throws if a name is not a valid variable name, is reserved for OPM, or occurs twice; if a value is not allowed in an
 *   environment; if a requested name is missing
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
    throw new Error(`has "${from}", which is not a valid variable name: use "rename" or "names": "env"`);
  }
  if (name.startsWith('OPM_'))
    throw new Error(`gives ${name}, but names that start with OPM_ are reserved for OPM`);
  if (value.includes('\0')) throw new Error(`has a NUL character in "${from}"`);
  if (Buffer.byteLength(value) > LONGEST_VALUE_BYTES) {
    throw new Error(`has a value of more than ${LONGEST_VALUE_BYTES} bytes in "${from}"`);
  }
}
