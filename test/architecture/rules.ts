import { allImports, type Import, type Sources } from './sources.ts';

/** A rule returns one sentence for each place that breaks it. */
export type Rule = (sources: Sources) => string[];

/**
 * From the bottom to the top: a folder may import from those that stand before it. DESIGN's direction (cli →
 * commands → daemon → restore → supervise, ledger, hooks → pool, config, runtime), made strict.
 */
const LAYERS = [
  'src/errors.ts',
  'src/plugin.ts',
  'src/runtime',
  'src/config',
  'src/pool',
  'src/ledger',
  'src/hooks',
  'src/supervise',
  'src/restore',
  'src/daemon',
  'src/boot',
  'src/report',
  'src/commands',
  'src/plugin-testing.ts',
  'src/index.ts',
  'src/cli.ts',
];

/** First-party plugins are loaded by name from here, as a plugin from disk would be. */
const LOADS_PLUGINS = 'src/pool/hook-thread/first-party.ts';

export const importsGoOneWay: Rule = (sources) =>
  relativeImports(sources).flatMap(({ from, to }) => {
    if (from === LOADS_PLUGINS && to.startsWith('plugins/')) return [];
    const [above, below] = [layerOf(from), layerOf(to)];
    return above >= below && below >= 0 ? [] : [`${from} must not import ${to}`];
  });

/** What people see is the business of commands; below them there is data only. */
export const reportIsForCommands: Rule = (sources) =>
  relativeImports(sources).flatMap(({ from, to, typeOnly }) => {
    const used = to.startsWith('src/report/') && !/^src\/(report|commands)\/|^src\/cli\.ts$/.test(from);
    const uses =
      from.startsWith('src/report/') && !typeOnly && !/^src\/(report|config|runtime|errors)\b/.test(to);
    return used || uses ? [`${from} must not import ${to}`] : [];
  });

export const noCycles: Rule = (sources) => {
  const targets = new Map<string, string[]>();
  for (const { from, to } of relativeImports(sources)) targets.set(from, [...(targets.get(from) ?? []), to]);
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): void => {
    if (done.has(file)) return;
    if (trail.includes(file)) {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return cycles;
};

export const processesStartInThreeFolders: Rule = (sources) =>
  allImports(sources)
    .filter(({ to }) => /^(node:)?child_process$/.test(to))
    .filter(({ from }) => !/^src\/(supervise|pool|runtime)\//.test(from))
    .map(({ from }) => `${from} must not import child_process`);

/** Fault points strike this very process, and only in tests. */
const SENDS_SIGNALS = ['src/supervise/signals.ts', 'src/runtime/fault-point.ts'];

export const signalsAreSentFromOneFile: Rule = (sources) =>
  linesWith(sources, /\.kill\(/, (path) => SENDS_SIGNALS.includes(path));

/** A thread that runs strangers' code guards these names there, which is why it must name them. */
export const exitCodeIsSetInOneFile: Rule = (sources) =>
  linesWith(
    sources,
    /\bprocess\.(exit\(|exitCode\b)/,
    (path) => path === 'src/cli.ts' || path.startsWith('src/pool/hook-thread/'),
  );

export const pluginsUseThePublicEntry: Rule = (sources) =>
  allImports(sources)
    .filter(({ from }) => from.startsWith('plugins/'))
    .filter(({ from, to }) => !to.startsWith('plugins/') && !isPublic(to, isTestCode(from)))
    .map(({ from, to }) => `${from} must not import ${to}`);

function isTestCode(path: string): boolean {
  return path.endsWith('.test.ts') || /\/test-[^/]+$/.test(path);
}

function isPublic(to: string, isTest: boolean): boolean {
  if (/^(src\/plugin\.ts|opm\/plugin|valibot|node:[\w/]+)$/.test(to)) return true;
  return isTest && /^(src\/plugin-testing\.ts|opm\/plugin-testing|uvu(\/assert)?|fast-check)$/.test(to);
}

const LONGEST = 300;

export const filesAreShort: Rule = (sources) =>
  [...sources]
    .filter(([path]) => !path.endsWith('.test.ts'))
    .map(([path, text]) => [path, text.trimEnd().split('\n').length] as const)
    .filter(([, lines]) => lines > LONGEST)
    .map(([path, lines]) => `${path} has ${lines} lines, more than ${LONGEST}`);

export const namesSayWhatIsInside: Rule = (sources) =>
  [...sources.keys()].flatMap((path) =>
    path.split('/').flatMap((part) => {
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(part)) return [`${path}: "${part}" is not kebab-case`];
      if (/^(utils?|helpers?|common|misc)(\.|$)/.test(part)) return [`${path}: "${part}" says nothing`];
      return [];
    }),
  );

function relativeImports(sources: Sources): Import[] {
  return allImports(sources).filter(({ to }) => /^(src|plugins|test)\//.test(to));
}

function layerOf(path: string): number {
  return LAYERS.findIndex((layer) => path === layer || path.startsWith(`${layer}/`));
}

function linesWith(sources: Sources, pattern: RegExp, allowed: (path: string) => boolean): string[] {
  return [...sources].flatMap(([path, text]) => {
    if (allowed(path)) return [];
    return text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []));
  });
}
