import { resolve } from 'node:path';
import { EXIT, messageOf, OpmError } from '../errors.ts';

/** A target that matches nothing the daemon knows. */
function unknownTargets(targets: string[], known: string[]): OpmError {
  const list = targets.map((target) => `"${target}"`).join(', ');
  const remedy = known.length === 0 ? 'there are no apps' : `there are: ${known.slice(0, 12).join(', ')}`;
  return new OpmError({
    code: 'TARGET_UNKNOWN',
    exitCode: EXIT.failed,
    message: `Nothing matches ${list}; ${remedy}`,
  });
}

/** What a target is matched against. */
export interface Targetable {
  id: number;
  spec: {
    name: string;
    instance: number;
    namespace?: string;
    argv?: readonly string[];
    cwd?: string;
    definedIn?: string | null | undefined;
  };
}

/**
 * The instances that the targets name: an id, a name, `name:instance`, a comma-separated list of these, or `all`; a
 * regular expression between slashes, which names match; a namespace that no app is called like; the absolute path of a
 * script that they run; or that of a config file and a name, see {@link inFile}. Each appears once, ordered by id.
 *
 * @throws OpmError TARGET_UNKNOWN (1) that names every target without a match
 */
export function resolveTargets<Instance extends Targetable>(
  targets: string[],
  instances: Iterable<Instance>,
): Instance[] {
  const all = [...instances];
  const found = new Map<number, Instance>();
  const unknown: string[] = [];
  for (const target of targets.flatMap(partsOf)) {
    const matches = matching(target, all);
    if (matches.length === 0 && (target !== 'all' || all.length === 0)) unknown.push(target);
    for (const instance of matches) found.set(instance.id, instance);
  }
  if (unknown.length > 0) throw unknownTargets(unknown, [...new Set(all.map(({ spec }) => spec.name))]);
  return [...found.values()].sort((a, b) => a.id - b.id);
}

function partsOf(target: string): string[] {
  if (patternOf(target) !== null) return [target];
  return target
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** `/web/` is a pattern. */
function patternOf(target: string): RegExp | null {
  const [, source] = /^\/(.+)\/$/s.exec(target) ?? [];
  if (source === undefined) return null;
  try {
    return new RegExp(source);
  } catch (cause) {
    throw badPattern(target, cause);
  }
}

/** Text between slashes that is not a regular expression. */
function badPattern(target: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'TARGET_PATTERN',
    exitCode: EXIT.usage,
    message: `${target} is not a regular expression: ${messageOf(cause)}`,
    cause,
  });
}

function matching<Instance extends Targetable>(target: string, all: readonly Instance[]): Instance[] {
  const pattern = patternOf(target);
  if (pattern !== null) return all.filter(({ spec }) => pattern.test(spec.name));
  const named = all.filter((instance) => matchesTarget(instance, target));
  if (named.length > 0) return named;
  if (target.startsWith('/')) return all.filter(({ spec }) => runs(spec, target) || isInFile(spec, target));
  return all.filter(({ spec }) => spec.namespace === target);
}

/** The target that names an app of one config file, and none of that name from another: `/srv/shop/opm.json#api`. */
export function inFile(file: string, name: string): string {
  return `${file}#${name}`;
}

/** If the origin of an app of that name is unknown, its name decides. */
function isInFile({ name, definedIn }: Targetable['spec'], target: string): boolean {
  if (definedIn === undefined) return target.endsWith(`#${name}`);
  return definedIn !== null && target === inFile(definedIn, name);
}

function runs({ argv = [], cwd = '/' }: Targetable['spec'], script: string): boolean {
  return argv.some((word) => word === script || resolve(cwd, word) === script);
}

function matchesTarget({ id, spec }: Targetable, target: string): boolean {
  return (
    target === 'all' ||
    target === spec.name ||
    target === `${spec.name}:${spec.instance}` ||
    (/^\d+$/.test(target) && Number(target) === id)
  );
}
