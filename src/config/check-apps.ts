import { byteSizeText, parseByteSize } from '../byte-size.ts';
import { findCycle } from './find-cycle.ts';
import { appProblems } from './keys/app-keys.ts';
import { nearestName } from './nearest-name.ts';
import { isPlainObject } from './schema/known-object.ts';
import { type LocatedProblem, showValue } from './schema/problem.ts';

/**
 * The rules that involve more than one key, of one app or of several. They read the raw content, since their problems
 * are reported together with those of single keys: anything of the wrong type is skipped here.
 */
export function checkApps(content: unknown): LocatedProblem[] {
  if (!isPlainObject(content) || !Array.isArray(content.apps)) return [];
  const apps = content.apps.map((app): Record<string, unknown> => (isPlainObject(app) ? app : {}));
  return [
    ...apps.flatMap((app, index) =>
      appProblems(app).map(({ path, message }) => ({ segments: ['apps', index, ...path], message })),
    ),
    ...checkNames(apps),
    ...checkDependencies(apps),
    ...checkLogBudget(content, apps),
  ];
}

/** If the budget is used up before a log reaches its size, the log would be rotated at times nobody asked for. */
function checkLogBudget(content: Record<string, unknown>, apps: Record<string, unknown>[]): LocatedProblem[] {
  const settings = isPlainObject(content.settings) ? content.settings : {};
  const budget = sizeIn(settings.logs, 'budget');
  if (budget === null) return [];
  return apps.flatMap(({ logs }, index) => {
    const maxSize = sizeIn(logs, 'maxSize');
    if (maxSize === null || maxSize <= budget) return [];
    const segments = ['apps', index, 'logs', 'maxSize'];
    const message =
      `${byteSizeText(maxSize)} is more than settings.logs.budget, which is ${byteSizeText(budget)} for the logs of all ` +
      'apps together: lower this or raise the budget';
    return [{ segments, message }];
  });
}

function sizeIn(value: unknown, key: string): number | null {
  const size = isPlainObject(value) ? value[key] : null;
  return typeof size === 'string' ? parseByteSize(size) : null;
}

function checkNames(apps: Record<string, unknown>[]): LocatedProblem[] {
  const first = new Map<string, number>();
  return apps.flatMap(({ name }, index) => {
    if (typeof name !== 'string') return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    const message = `${showValue(name)} is also the name of apps[${before}]: names must be unique, choose another`;
    return [{ segments: ['apps', index, 'name'], message }];
  });
}

function checkDependencies(apps: Record<string, unknown>[]): LocatedProblem[] {
  const names = apps.map(({ name }) => name).filter((name) => typeof name === 'string');
  const known = new Set(names);
  const edges = new Map<string, string[]>();
  const problems: LocatedProblem[] = [];
  for (const [index, { name, dependsOn }] of apps.entries()) {
    const wanted = Array.isArray(dependsOn) ? dependsOn : [];
    for (const [position, dependency] of wanted.entries()) {
      if (typeof dependency !== 'string' || known.has(dependency)) continue;
      const near = nearestName(dependency, names);
      const advice = near === undefined ? 'add it or remove this' : `did you mean "${near}"?`;
      const message = `no app is named ${showValue(dependency)}; ${advice}`;
      problems.push({ segments: ['apps', index, 'dependsOn', position], message });
    }
    if (typeof name === 'string') {
      edges.set(name, [...(edges.get(name) ?? []), ...wanted.filter((other) => known.has(other))]);
    }
  }
  const cycle = findCycle(edges);
  if (cycle !== null) {
    const index = apps.findIndex(({ name }) => name === cycle[0]);
    const message = `the apps wait for each other: ${cycle.join(' -> ')}; remove one of these dependencies`;
    problems.push({ segments: ['apps', index, 'dependsOn'], message });
  }
  return problems;
}
