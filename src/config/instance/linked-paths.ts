import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { InstanceSpec } from './instance-spec.ts';
import { scriptIndexOf } from './interpreter.ts';

type Place = Pick<InstanceSpec, 'argv' | 'cwd' | 'links'>;

/** The system's own programs, whose links (`/bin/sh`) are no deployment. */
const OF_THE_SYSTEM = /^\/(bin|sbin|usr|lib|lib64)\//;

/** The paths that decide which code an instance runs: its folder, its program and its script, absolute. */
export function codePaths({ argv, cwd }: Place): {
  folder: string;
  program: string | null;
  script: string | null;
} {
  const [program = ''] = argv;
  const script = argv[scriptIndexOf(argv)];
  const path = (word: string | undefined) => {
    const full = word === undefined || word === '' ? null : resolve(cwd, word);
    return full === null || OF_THE_SYSTEM.test(full) ? null : full;
  };
  return {
    folder: cwd,
    program: program.includes('/') ? path(program) : null,
    script: script === undefined || /^\w+:/.test(script) ? null : path(script),
  };
}

/**
 * The spec as it is started: with what its links led to when it was defined, so that a release that was switched
 * meanwhile starts with no crash and no rollback, but when somebody asks for it.
 */
export function throughLinks<Spec extends Place>(spec: Spec): Spec {
  const { links } = spec;
  if (links === undefined) return spec;
  const cwd = links[spec.cwd] ?? spec.cwd;
  const real = (word: string): string => {
    const target = links[resolve(spec.cwd, word)];
    // A word that leads there from the folder stays as it is.
    return target === undefined || (!isAbsolute(word) && resolve(cwd, word) === target) ? word : target;
  };
  const argv = [...spec.argv];
  const [program = ''] = argv;
  if (program.includes('/')) argv[0] = real(program);
  const at = scriptIndexOf(spec.argv);
  if (at >= 0) argv[at] = real(argv[at]!);
  return { ...spec, cwd, argv };
}

/** Which links lead elsewhere than before, for people: `current → releases/7`. `null`: none. */
export function switchedLinks(before: Place['links'], now: Place['links']): string | null {
  // What an app runs that was started before links were recorded is unknown.
  if (before === undefined) return null;
  const changes = new Set<string>();
  for (const path of new Set([...Object.keys(before), ...Object.keys(now ?? {})])) {
    if (before[path] !== now?.[path]) changes.add(describeLink(path, now?.[path] ?? path));
  }
  return changes.size === 0 ? null : [...changes].join(', ');
}

/** The link within a path and what it leads to, without what both have in common. */
function describeLink(path: string, real: string): string {
  let [link, target] = [path, real];
  while (
    link !== target &&
    lastPart(link) === lastPart(target) &&
    dirname(link) !== link &&
    dirname(target) !== target
  ) {
    [link, target] = [dirname(link), dirname(target)];
  }
  if (link === target) return `${lastPart(path)} → itself`;
  const near = relative(dirname(link), target);
  return `${lastPart(link)} → ${near.startsWith('..') ? target : near}`;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}
