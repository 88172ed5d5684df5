import { allImports, type Import, type Sources } from './sources.ts';

/** A rule returns one sentence for each place that breaks it. */
export type Rule = (sources: Sources) => string[];

/**
 * From the bottom to the top: a folder may import from those that stand before it. Two sides meet in `protocol`: the
 * daemon (restore → supervise → {ledger, hooks} → pool) and the command line (commands → cli → {client, report}).
 */
const LAYERS = [
  'src/errors.ts',
  'src/printable.ts',
  'src/duration.ts',
  'src/byte-size.ts',
  'src/plugin.ts',
  'src/runtime',
  'src/logs',
  'src/config',
  'src/protocol',
  'src/pool',
  'src/ledger',
  'src/hooks',
  'src/supervise',
  'src/restore',
  'src/daemon',
  'src/client',
  'src/gateway',
  'src/boot',
  'src/report',
  'src/cli',
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

/** What the daemon's side of the house is made of; of it, a client may know the ledger on disk and nothing else. */
const DAEMON_SIDE = /^src\/(daemon|restore|supervise|hooks|pool)\//;

/** Becomes the daemon, and is the only file of the command line that may. */
const RUNS_THE_DAEMON = 'src/commands/daemon/daemon-run.ts';

/** A client sends intents and reads answers: it never reaches into the daemon. */
export const clientsKnowNoDaemon: Rule = (sources) =>
  relativeImports(sources)
    .filter(({ from, to }) =>
      /^src\/(client|cli|gateway)\//.test(from)
        ? DAEMON_SIDE.test(to)
        : from.startsWith('src/commands/') && from !== RUNS_THE_DAEMON && to.startsWith('src/daemon/'),
    )
    .map(({ from, to }) => `${from} must not import ${to}`);

/** Folders that meet in one place must not meet in two directions. */
export const foldersFaceOneWay: Rule = (sources) => {
  const seen = new Map<string, string>();
  for (const { from, to } of relativeImports(sources))
    seen.set(`${folderOf(from)} ${folderOf(to)}`, `${from} → ${to}`);
  return [...seen].flatMap(([pair, example]) => {
    const [above, below] = pair.split(' ') as [string, string];
    const back = seen.get(`${below} ${above}`);
    return above < below && back !== undefined ? [`${above} ⇄ ${below}: ${example}, ${back}`] : [];
  });
};

/** More files than this in one folder want rooms. */
const MOST_FILES = 17;

export const foldersHaveRooms: Rule = (sources) => {
  const counts = new Map<string, number>();
  for (const path of sources.keys()) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder, count]) => `${folder} has ${count} files, more than ${MOST_FILES}`);
};

/** A file is spoken of by its name, so a name means one file. */
export const namesAreUnique: Rule = (sources) => {
  const places = new Map<string, string[]>();
  for (const path of sources.keys()) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    places.set(name, [...(places.get(name) ?? []), path]);
  }
  return [...places.values()]
    .filter((paths) => paths.length > 1)
    .map((paths) => `one name: ${paths.join(', ')}`);
};

/** What people see is the business of commands; below them there is data only. */
export const reportIsForCommands: Rule = (sources) =>
  relativeImports(sources).flatMap(({ from, to, typeOnly }) => {
    const used = to.startsWith('src/report/') && !/^src\/(report|cli|commands)\/|^src\/cli\.ts$/.test(from);
    const uses =
      from.startsWith('src/report/') &&
      !typeOnly &&
      !/^src\/(report|config|protocol|runtime|errors|printable)\b/.test(to);
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
const SENDS_SIGNALS = ['src/supervise/stop/signals.ts', 'src/runtime/fault-point.ts'];

export const signalsAreSentFromOneFile: Rule = (sources) =>
  linesWith(sources, /\.kill\(/, (path) => SENDS_SIGNALS.includes(path));

/** Through one library, so that what a runtime or a kernel cannot do is known in one place. */
export const nativeCallsAreMadeInOneFolder: Rule = (sources) =>
  linesWith(sources, /bun:ffi|\bdlopen\b|@koromix|\bkoffi\.(load|func)\b/, (path) =>
    path.startsWith('src/runtime/native/'),
  );

/** What a runtime does differently stands in `src/runtime/quirks/`, a file each, with the way to find out that it is over. */
export const runtimesDifferInOneFolder: Rule = (sources) =>
  linesWith(
    sources,
    /\bruntimeName\(|process\.(?:isBun|release)\b|process\.versions\b|\bglobalThis\b.*\b(?:Bun|Deno)\b|\b(?:Bun|Deno)\.\w|\b(?:Bun|Deno)['"]? in\b|typeof (?:Bun|Deno)\b/,
    (path) => path.startsWith('src/runtime/'),
  );

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

/** `src/ledger/lock/lock.ts` → `src/ledger`; files of `src/` itself count as themselves. */
function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
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
