/** `$NAME`, `${NAME}`, `${NAME:-default}` and its variants, `$$`. */
const VARIABLE = /\$(?:\$|(\w+)|\{(\w+)(?:(:?[-?+])([^}]*))?\})/g;

/**
 * Interpolates variables in every string of a Compose file, as Compose does before it reads the file.
 *
 * @param missing called for each variable with neither value nor default; it becomes an empty string
 */
export function interpolate(
  value: unknown,
  variables: Readonly<Record<string, string | undefined>>,
  missing: (name: string) => void,
): unknown {
  if (typeof value === 'string') return value.replaceAll(VARIABLE, (whole, ...groups) => one(whole, groups));
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables, missing));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, variables, missing)]),
  );

  function one(whole: string, [bare, braced, operator, word]: (string | undefined)[]): string {
    const name = bare ?? braced;
    if (whole === '$$' || name === undefined) return '$';
    const found = variables[name];
    const isThere = found !== undefined && (found !== '' || operator?.startsWith(':') !== true);
    if (operator?.endsWith('+') === true) return isThere ? (word ?? '') : '';
    if (isThere) return found;
    if (operator?.endsWith('-') === true) return word ?? '';
    missing(name);
    return '';
  }
}
