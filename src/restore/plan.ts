import { isDeepStrictEqual } from 'node:util';
import type { InstanceSpec } from '../config/instance/instance-spec.ts';
import { switchedLinks } from '../config/instance/linked-paths.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import { withDependencies } from './dependency-order.ts';

/** One instance as wanted. */
export interface WantedInstance {
  spec: InstanceSpec;
  want: 'running' | 'stopped';
  /** Variables it inherits. */
  inheritedEnv: Record<string, string>;
  /** Names of the variables that plugins provide; absent: not known yet, assumed to be unchanged. */
  pluginEnv?: string[];
}

/** One instance as it is. */
export interface ExistingInstance {
  id: number;
  spec: InstanceSpec;
  pluginEnv: string[];
  /** `satisfied`: nothing is running, and nothing should be: a job that has done its work. */
  actual: 'running' | 'satisfied' | 'resting';
}

/**
 * What has to be done for one instance. `define` records an instance that was saved as stopped; it does not start it.
 */
export type PlanStep =
  | { kind: 'start'; id: number | null; wanted: WantedInstance }
  /** `change`: which links lead elsewhere now, for people. */
  | { kind: 'replace'; id: number; wanted: WantedInstance; change: string | null }
  /** `renewed`: its spec with what the config says now, the process being the same either way. */
  | { kind: 'keep'; id: number; spec: InstanceSpec; renewed?: InstanceSpec }
  | { kind: 'define'; wanted: WantedInstance }
  | { kind: 'stop'; id: number; spec: InstanceSpec };

/**
 * The difference between what is wanted and what is. Pure. The same wanted set twice yields only `keep`.
 *
 * Surplus instances of a wanted app are stopped (its `instances` was lowered); other apps only with `prune`.
 */
export function makePlan(options: {
  wanted: WantedInstance[];
  existing: ExistingInstance[];
  prune: boolean;
}): PlanStep[] {
  const byKey = new Map(options.existing.map((instance) => [keyOf(instance.spec), instance]));
  const wantedApps = new Set(options.wanted.map(({ spec }) => spec.name));
  const steps: PlanStep[] = [];
  for (const wanted of options.wanted) {
    const key = keyOf(wanted.spec);
    steps.push(stepFor(wanted, byKey.get(key)));
    byKey.delete(key);
  }
  for (const { id, spec } of byKey.values()) {
    if (options.prune || wantedApps.has(spec.name)) steps.push({ kind: 'stop', id, spec });
  }
  return steps;
}

function stepFor(wanted: WantedInstance, existing: ExistingInstance | undefined): PlanStep {
  if (wanted.want === 'stopped') {
    return existing === undefined
      ? { kind: 'define', wanted }
      : { kind: 'keep', id: existing.id, spec: existing.spec };
  }
  if (existing === undefined) return { kind: 'start', id: null, wanted };
  const same =
    isSameSpec(existing.spec, wanted.spec) &&
    isDeepStrictEqual(existing.pluginEnv, wanted.pluginEnv ?? existing.pluginEnv);
  if (existing.actual === 'running' && !same) {
    const change = switchedLinks(existing.spec.links, wanted.spec.links);
    return { kind: 'replace', id: existing.id, wanted, change };
  }
  if (existing.actual === 'resting' || !same) return { kind: 'start', id: existing.id, wanted };
  const renewed = { ...existing.spec, ...besidesProcess(wanted.spec) };
  if (wanted.spec.update === undefined) delete renewed.update;
  if (wanted.spec.definedIn === undefined) delete renewed.definedIn;
  return { kind: 'keep', id: existing.id, spec: existing.spec, renewed };
}

/** What does not affect a running process. */
function besidesProcess({ logs, update, definedIn }: InstanceSpec): Partial<InstanceSpec> {
  return {
    logs,
    ...(update === undefined ? {} : { update }),
    ...(definedIn === undefined ? {} : { definedIn }),
  };
}

/** How its logs are named and rotated, in which turns it is replaced, and which file says so, change no process. */
function isSameSpec(one: InstanceSpec, other: InstanceSpec): boolean {
  // Older versions did not note where variables came from.
  const isNoted = one.envFiles !== undefined && other.envFiles !== undefined;
  const ofProcess = ({ logs: { out, err }, update: _, definedIn: __, envFiles, ...rest }: InstanceSpec) => ({
    ...rest,
    logs: { out, err },
    envFiles: isNoted ? envFiles : null,
  });
  // An app that was started before links were looked at is not replaced for that.
  const links = one.links === undefined ? { links: other.links } : {};
  return isDeepStrictEqual(ofProcess({ ...one, ...links }), ofProcess({ ...other, ...links }));
}

/** Two instances are the same if their app's name and their number are. */
export function keyOf({ name, instance }: { name: string; instance: number }): string {
  return `${name}:${instance}`;
}

/** The app a step is about. */
export function specOf(step: PlanStep): InstanceSpec {
  return 'wanted' in step ? step.wanted.spec : step.spec;
}

/**
 * The part of `wanted` that `only` names, with all dependencies.
 *
 * @returns the names of `only` that match nothing in `unknown`
 */
export function selectOnly(
  wanted: WantedInstance[],
  only: string[],
): { selected: WantedInstance[]; unknown: string[] } {
  const apps = wanted.map(({ spec }) => spec);
  const known = new Set(apps.map(({ name }) => name));
  const names = withDependencies(only, apps);
  return {
    selected: wanted.filter(({ spec }) => names.has(spec.name)),
    unknown: only.filter((name) => !known.has(name)),
  };
}

/** How many steps of each kind, and which apps have several instances: the first line of a report. */
export function planEvent(plan: PlanStep[]): Extract<RestoreEvent, { kind: 'plan' }> {
  const counts = { start: 0, replace: 0, keep: 0, stop: 0 };
  const instances = new Map<string, number>();
  for (const step of plan) {
    counts[step.kind === 'define' ? 'keep' : step.kind] += 1;
    const { name, instance } = specOf(step);
    instances.set(name, (instances.get(name) ?? 0) + (instance > 0 ? 2 : 1));
  }
  const several = [...instances].filter(([, count]) => count > 1).map(([name]) => name);
  return { kind: 'plan', ...counts, several };
}
