import { isDeepStrictEqual } from 'node:util';
import { instanceLike, instanceNamed } from '../../config/instance/instance-like.ts';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { programOf } from '../../config/instance/interpreter.ts';
import { joinWords } from '../../config/split-words.ts';
import { EXIT, OpmError } from '../../errors.ts';
import type { StartedProgram } from '../../protocol/request-schema.ts';
import type { ExistingInstance } from '../plan.ts';

/** A name that was given belongs to an app that runs something else. */
function nameInUse({ name, ...other }: InstanceSpec): OpmError {
  return new OpmError({
    code: 'NAME_IN_USE',
    exitCode: EXIT.failed,
    message:
      `Cannot start "${name}": another app with this name is running: ${commandText(other)}. ` +
      'Choose another name with --name, or end that app and take its name with --replace',
  });
}

/** An app of a config file has the name of a running one that comes from elsewhere. */
function nameOfOtherFile({ name, definedIn }: InstanceSpec, other: InstanceSpec): OpmError {
  const where = other.definedIn == null ? '' : `, from ${other.definedIn}`;
  return new OpmError({
    code: 'NAME_IN_USE',
    exitCode: EXIT.failed,
    message:
      `Cannot start "${name}": another app with this name is running: ${commandText(other)}${where}. ` +
      'Give one of them another name, or end that app and take its name with ' +
      `"opm start --replace ${definedIn ?? '-'}"`,
  });
}

interface Launch {
  instances: readonly InstanceSpec[];
  programs: readonly StartedProgram[];
}

/**
 * Decides what the command lines of started scripts and commands left open, so that no running app is ended because of
 * an omission. A name that was made from a script means the app that was made from the same command in the same folder,
 * or else a new app under a free name. An app has as many instances as before unless a number was given. Pure.
 *
 * @returns the instances of the launch, and what its caller should know
 * @throws OpmError NAME_IN_USE (1) for a name, given or from a config file, that belongs to another app, unless it may
 * be replaced
 */
export function settlePrograms(
  { instances, programs, replace }: Launch & { replace: boolean },
  existing: readonly ExistingInstance[],
): { instances: InstanceSpec[]; warnings: string[] } {
  const byHand = new Set(programs.map(({ app }) => app));
  const settled = instances.filter(({ name }) => !byHand.has(name));
  const warnings: string[] = [];
  if (!replace) for (const spec of settled) refuseOtherFile(spec, existing);
  for (const program of programs) {
    const specs = instances.filter(({ name }) => name === program.app);
    const [model] = specs;
    if (model === undefined) continue;
    const known = [...existing.map(({ spec }) => spec), ...settled];
    const { name, warning } = nameOf(model, program, known);
    if (warning !== null) warnings.push(warning);
    if (settled.some((spec) => spec.name === name)) continue;
    if (program.derivedFrom === null && !replace) refuseOther(model, existing);
    const numbers = existing.map(({ spec }) => spec).filter((spec) => spec.name === name);
    const named = specs.map((spec) => instanceNamed(spec, name));
    settled.push(
      ...(program.anyCount && numbers.length > 1
        ? numbers.map(({ instance }) => instanceLike(named[0]!, instance))
        : named),
    );
  }
  return { instances: settled, warnings };
}

/** The names that a launch may affect, for commands that have to wait for it. */
export function namesAround(
  { instances, programs }: Launch,
  existing: Iterable<{ spec: InstanceSpec }>,
): string[] {
  const bases = programs.flatMap(({ derivedFrom }) => derivedFrom ?? []);
  const near = [...existing]
    .map(({ spec }) => spec.name)
    .filter((name) => bases.some((base) => isDerived(name, base)));
  return [...new Set([...instances.map(({ name }) => name), ...near])];
}

function nameOf(
  { argv, cwd }: InstanceSpec,
  { app, derivedFrom }: StartedProgram,
  known: readonly InstanceSpec[],
): { name: string; warning: string | null } {
  if (derivedFrom === null) return { name: app, warning: null };
  const same = known.find(
    (spec) => isDerived(spec.name, derivedFrom) && spec.cwd === cwd && isDeepStrictEqual(spec.argv, argv),
  );
  if (same !== undefined) return { name: same.name, warning: null };
  const taken = new Set(known.map(({ name }) => name));
  let name = derivedFrom;
  for (let number = 2; taken.has(name); number += 1) name = `${derivedFrom}-${number}`;
  const other = known.find((spec) => spec.name === derivedFrom);
  const warning =
    other === undefined
      ? null
      : `"${derivedFrom}" is another app (${commandText(other)}), so this one is called "${name}". ` +
        'Choose a name with --name';
  return { name, warning };
}

/** `index` and `index-2`, but not `index-js`. */
function isDerived(name: string, base: string): boolean {
  return name.startsWith(base) && /^(-[0-9]+)?$/.test(name.slice(base.length));
}

function refuseOther(model: InstanceSpec, existing: readonly ExistingInstance[]): void {
  const other = existing.find(
    ({ spec, actual }) =>
      spec.name === model.name && actual === 'running' && programOf(spec) !== programOf(model),
  );
  if (other !== undefined) throw nameInUse(other.spec);
}

/** The same program under the same name is the same app, whose file may have been moved. */
function refuseOtherFile(wanted: InstanceSpec, existing: readonly ExistingInstance[]): void {
  const other = existing.find(
    ({ spec, actual }) =>
      spec.name === wanted.name &&
      actual === 'running' &&
      spec.definedIn !== wanted.definedIn &&
      programOf(spec) !== programOf(wanted),
  );
  if (other !== undefined) throw nameOfOtherFile(wanted, other.spec);
}

function commandText({ argv, cwd }: Pick<InstanceSpec, 'argv' | 'cwd'>): string {
  return `${joinWords(argv)} in ${cwd}`;
}
