import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { type BuildContext, defineBuildConfig } from 'unbuild';
import { licensesOf, packagesOf } from './scripts/licenses.mjs';
import { buildPage } from './scripts/page.mjs';
import { BUILD_INPUTS, WITH_TYPES } from './scripts/project.mjs';

/** What other packages may import; these alone get declarations. */
const PUBLIC_ENTRIES = ['index', 'plugin', 'plugin-testing'];

/** Programs: the command line and what runs in pool threads, named as `src/runtime/thread-entry.ts` expects. */
const PROGRAMS = [
  { name: 'cli', input: 'src/cli' },
  { name: 'spawn-task', input: 'src/pool/spawn-task' },
  { name: 'hook-task', input: 'src/pool/hook-task' },
  { name: 'exit-watch-thread', input: 'src/runtime/native/exit-watch/exit-watch-thread' },
  // Tinypool starts its threads from this path, relative to the chunk it is inlined in.
  { name: 'entry/worker', input: 'src/pool/worker-entry' },
];

/** Loaded only where a runtime cannot read a config file by itself, and too big to carry along. */
const LEFT_OUTSIDE = ['jiti'];

export default defineBuildConfig({
  entries: [
    ...PROGRAMS,
    ...PUBLIC_ENTRIES.map((name) => ({ name, input: `src/${name}` })),
    ...firstPartyPlugins().map((name) => ({ name: `plugins/${name}`, input: `plugins/${name}/index` })),
  ],
  clean: true,
  declaration: WITH_TYPES && 'node16',
  rollup: {
    inlineDependencies: true,
    // A wrapped `import()` would only hide from Bun and Deno which files belong into the executable.
    preserveDynamicImports: false,
    esbuild: {
      target: 'node20',
      define: {
        __OPM_VERSION__: JSON.stringify(readManifest().version),
        __OPM_COMMIT__: JSON.stringify(commit()),
      },
    },
    output: {
      entryFileNames: (chunk: { name: string }) =>
        chunk.name === 'entry/worker' ? '[name].js' : '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
      // Else it becomes part of the program itself, which everything else then imports.
      manualChunks: (id: string) => (/\/src\/(errors|printable)\.ts$/.test(id) ? 'errors' : undefined),
    },
  },
  hooks: {
    'build:before': inlineEverything,
    'build:done': (context) => {
      // It looks for them in dist/, where scripts/build.mjs puts them afterwards.
      for (const warning of context.warnings) {
        if (warning.startsWith('Potential missing package.json files')) context.warnings.delete(warning);
      }
    },
    'rollup:options': (_context, options) => {
      options.plugins.unshift({
        name: 'dashboard',
        async load(id) {
          if (!id.endsWith('/src/gateway/dashboard/page-files.ts')) return null;
          return `const files = ${JSON.stringify(await buildPage())};\nexport const pageFiles = async () => files;`;
        },
      });
      options.plugins.push({
        name: 'licenses',
        generateBundle(_output, bundle) {
          const modules = Object.values(bundle).flatMap((part) =>
            part.type === 'chunk' ? part.moduleIds : [],
          );
          // Its binary is put beside, see scripts/koffi.mjs.
          modules.push(resolve('node_modules/koffi/index.cjs'));
          const packages = packagesOf(modules);
          const emit = (fileName: string, source: string) =>
            this.emitFile({ type: 'asset', fileName, source });
          emit('THIRD-PARTY-LICENSES.txt', licensesOf(packages));
          // For the bill of materials of a release; the npm package leaves it out.
          const named = packages.map(({ name, version, license }) => ({ name, version, license }));
          emit('third-party.json', JSON.stringify(named));
        },
      });
    },
    'rollup:dts:options': (_context, options) => {
      // The same list of plugins again; declarations hold no code of others.
      options.plugins = options.plugins.filter((plugin) => !['licenses', 'dashboard'].includes(plugin.name));
      const all = options.input as Record<string, string>;
      options.input = Object.fromEntries(PUBLIC_ENTRIES.map((name) => [name, all[name] as string]));
    },
  },
});

/** `dist/` must run alone: unbuild would leave every package named in `dependencies` outside. */
function inlineEverything(context: BuildContext): void {
  context.options.externals = [
    ...builtinModules,
    ...builtinModules.map((name) => `node:${name}`),
    ...LEFT_OUTSIDE,
  ];
}

function firstPartyPlugins(): string[] {
  if (!existsSync('plugins')) return [];
  return readdirSync('plugins')
    .filter((name) => existsSync(`plugins/${name}/index.ts`))
    .sort();
}

function readManifest(): { version: string } {
  return JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
}

/** The commit that is built, marked where what is built is not what was committed; empty without a repository. */
function commit(): string {
  try {
    const changed = git('status', '--porcelain', '--', ...BUILD_INPUTS, ':(exclude)*.test.ts');
    return `${git('rev-parse', 'HEAD')}${changed === '' ? '' : '-dirty'}`;
  } catch {
    return '';
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
