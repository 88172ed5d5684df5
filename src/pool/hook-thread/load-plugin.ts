import { systemErrorCode } from '../../errors.ts';
import type { Plugin } from '../../plugin.ts';
import { runtimeLabel } from '../../runtime/self.ts';
import type { LoadRequest, PluginSource } from '../hook-protocol.ts';
import { importPluginFile } from './author-entry.ts';
import { checkOptions } from './check-options.ts';
import { pluginProblems } from './check-plugin.ts';
import { describeThrown } from './describe-thrown.ts';
import { FIRST_PARTY } from './first-party.ts';

/** A plugin ready to run. */
export interface LoadedPlugin {
  plugin: Plugin;
  /** The output of its schema. */
  options: unknown;
  /** Its module; `null` for a first-party plugin. */
  file: string | null;
}

export type Loading = { ok: true; loaded: LoadedPlugin } | { ok: false; problems: string[] };

/** Imports a plugin, checks what it exports and checks its options. Returns all problems. */
export async function loadPlugin({
  source,
  options,
}: Pick<LoadRequest, 'source' | 'options'>): Promise<Loading> {
  const file = source.kind === 'file' ? source.file : null;
  try {
    return await checkPlugin(await importDefault(source), options, file);
  } catch (error) {
    return { ok: false, problems: [importProblem(error, file)] };
  }
}

/** Checks a plugin object and its options. */
export async function checkPlugin(value: unknown, options: unknown, file: string | null): Promise<Loading> {
  const problems = pluginProblems(value);
  if (problems.length > 0) return { ok: false, problems };
  const plugin = value as Plugin;
  try {
    const checked = await checkOptions(plugin.options, options);
    if (!checked.ok) return { ok: false, problems: checked.problems };
    return { ok: true, loaded: { plugin, options: checked.value, file } };
  } catch (error) {
    return { ok: false, problems: [`its options schema failed: ${describeThrown(error, file)}`] };
  }
}

async function importDefault(source: PluginSource): Promise<unknown> {
  const module = (
    source.kind === 'file' ? await importPluginFile(source.file) : await FIRST_PARTY[source.name]!()
  ) as {
    default?: unknown;
  };
  if (module.default === undefined) throw new NoDefaultExport();
  // What TypeScript and bundlers make of `export default` for CommonJS: { default, __esModule }.
  const inner = module.default as { __esModule?: unknown; default?: unknown } | null;
  return inner?.__esModule === true && inner.default !== undefined ? inner.default : inner;
}

class NoDefaultExport extends Error {}

function importProblem(error: unknown, file: string | null): string {
  if (error instanceof NoDefaultExport)
    return 'it has no default export; write export default definePlugin({ … })';
  if (systemErrorCode(error) === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[mc]?ts$/.test(file ?? '')) {
    return (
      `${runtimeLabel()} does not run TypeScript; ` +
      'compile it to .mjs, or use Node 22.18 or later, Deno or the standalone opm executable'
    );
  }
  return `it cannot be loaded: ${describeThrown(error, file)}`;
}
