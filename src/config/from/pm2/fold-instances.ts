import { NUMBER } from '../../keys/logs-keys.ts';

/** The differences between the instances of an app that a config can express. */
export interface FoldedEnv {
  env: Record<string, string>;
  countUp: string[];
}

/**
 * The environments of all instances of an app as one, with the variables that increase by 1 per instance; `null` if
 * they differ in another way.
 *
 * @param counted the variables that would increase if there were more than one instance
 */
export function foldEnvironments(
  environments: readonly Record<string, string>[],
  counted: readonly string[],
): FoldedEnv | null {
  const [env = {}, ...others] = environments;
  const names = new Set(environments.flatMap((one) => Object.keys(one)));
  const countUp: string[] = [];
  for (const name of names) {
    if (others.every((one) => one[name] === env[name])) continue;
    const first = Number(env[name]);
    const counts = others.every((one, index) => one[name] === String(first + index + 1));
    if (!Number.isSafeInteger(first) || !counts) return null;
    countUp.push(name);
  }
  const ofOne = others.length === 0 ? counted : [];
  return { env, countUp: [...countUp, ...ofOne] };
}

/** The variables of several instances that increase by 1 per instance, whatever else is different about them. */
export function countingVariables(environments: readonly Record<string, string>[]): string[] {
  const [env = {}, ...others] = environments;
  return Object.keys(env).filter((name) => {
    const first = Number(env[name]);
    const counts = others.every((one, index) => one[name] === String(first + index + 1));
    return others.length > 0 && Number.isSafeInteger(first) && counts;
  });
}

/**
 * The log files of all instances as one path with a placeholder for the instance number; `null` if they do not follow
 * from it. `shared`: they are one file.
 */
export function foldPaths(paths: readonly string[]): { path: string; shared: boolean } | null {
  const [first = '', ...others] = paths;
  if (others.every((path) => path === first)) return { path: first, shared: others.length > 0 };
  const places = [...first.matchAll(/0/g)].map(({ index }) => index);
  for (const place of places.reverse()) {
    const pattern = `${first.slice(0, place)}${NUMBER}${first.slice(place + 1)}`;
    if (paths.every((path, index) => path === pattern.replace(NUMBER, String(index))))
      return { path: pattern, shared: false };
  }
  return null;
}
