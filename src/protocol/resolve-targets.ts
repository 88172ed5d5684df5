import { EXIT, OpmError } from '../errors.ts';

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
  spec: { name: string; instance: number };
}

/**
 * The instances that the targets name: an id, a name, `name:instance`, a comma-separated list of these, or `all`.
 * Each appears once, ordered by id.
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
  for (const target of targets.flatMap((list) => list.split(',')).map((word) => word.trim())) {
    if (target === '') continue;
    const matches = all.filter((instance) => matchesTarget(instance, target));
    if (matches.length === 0 && (target !== 'all' || all.length === 0)) unknown.push(target);
    for (const instance of matches) found.set(instance.id, instance);
  }
  if (unknown.length > 0) throw unknownTargets(unknown, [...new Set(all.map(({ spec }) => spec.name))]);
  return [...found.values()].sort((a, b) => a.id - b.id);
}

function matchesTarget({ id, spec }: Targetable, target: string): boolean {
  return (
    target === 'all' ||
    target === spec.name ||
    target === `${spec.name}:${spec.instance}` ||
    (/^\d+$/.test(target) && Number(target) === id)
  );
}
