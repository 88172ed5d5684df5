import { NAME_PATTERN } from '../schema/schema-values.ts';

/** Turns another tool's name for an app into one that OPM can use; unchanged if it already is. */
export function usableName(name: string): string {
  if (NAME_PATTERN.test(name) && name !== 'all' && !/^[0-9]+$/.test(name)) return name;
  const cleaned = name
    .replaceAll(/[\s:,/\\]+/g, '-')
    .replaceAll(/\p{C}/gu, '')
    .replace(/^[-.]+/, '')
    .replace(/-+$/, '');
  return cleaned === '' || cleaned === 'all' || /^[0-9]+$/.test(cleaned)
    ? `app-${cleaned}`.replace(/-$/, '')
    : cleaned;
}

/** Like {@link usableName}, with `-2`, `-3` … appended if the name is taken; marks it as taken. */
export function freeName(name: string, taken: Set<string>): string {
  const base = usableName(name);
  let free = base;
  for (let count = 2; taken.has(free); count += 1) free = `${base}-${count}`;
  taken.add(free);
  return free;
}
