import module from 'node:module';
import { pathToFileURL } from 'node:url';
import * as publicEntry from '../../plugin.ts';
import { keepNoCompiledCopies } from '../../runtime/native/no-compiled-copies.ts';
import { runtimeName } from '../../runtime/self.ts';

/** Where a module that stands in for `opm/plugin` finds what that exports. */
const PLACE = 'opm/plugin';
const ENTRY_URL = `data:text/javascript,${encodeURIComponent(
  `const entry = globalThis[Symbol.for('${PLACE}')];\n${Object.keys(publicEntry)
    .map((name) => `export const ${name} = entry.${name};`)
    .join('\n')}`,
)}`;

interface BunPlugins {
  plugin(plugin: {
    name: string;
    setup(build: { module(name: string, load: () => { exports: unknown; loader: 'object' }): void }): void;
  }): void;
}
interface ResolveHooks {
  registerHooks?: (hooks: {
    resolve(name: string, context: unknown, next: (name: string, context: unknown) => unknown): unknown;
  }) => void;
}

let provided = false;

/**
 * Lets modules import `opm/plugin` although no package `opm` is installed beside them: a plugin copied to a server
 * where OPM is a single file. Bun needs this before the first import; elsewhere it costs 30 ms of a loader thread on
 * an older Node, so there it is done only after an import has failed without it.
 */
export function provideAuthorEntry(): void {
  if (provided) return;
  provided = true;
  Object.assign(globalThis, { [Symbol.for(PLACE)]: publicEntry });
  const { Bun } = globalThis as { Bun?: BunPlugins };
  const { registerHooks } = module as ResolveHooks;
  if (Bun !== undefined) {
    Bun.plugin({
      name: 'opm',
      setup: (build) => build.module('opm/plugin', () => ({ exports: { ...publicEntry }, loader: 'object' })),
    });
  } else if (registerHooks !== undefined) {
    registerHooks({
      resolve: (name, context, next) =>
        name === 'opm/plugin'
          ? { url: ENTRY_URL, format: 'module', shortCircuit: true }
          : next(name, context),
    });
  } else {
    const hook = `export const resolve = (name, context, next) => name === 'opm/plugin'
      ? { url: ${JSON.stringify(ENTRY_URL)}, format: 'module', shortCircuit: true } : next(name, context);`;
    module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
  }
}

/** Imports a plugin's file, with `opm/plugin` provided if it is not installed. */
export async function importPluginFile(file: string): Promise<unknown> {
  keepNoCompiledCopies();
  if (runtimeName() === 'bun') provideAuthorEntry();
  const url = pathToFileURL(file).href;
  try {
    return await import(url);
  } catch (error) {
    if (!wantsAuthorEntry(error)) throw error;
    provideAuthorEntry();
    // Node remembers a failed import under its URL; Deno, in contrast, calls the hook only for a known URL.
    return await import(runtimeName() === 'node' ? `${url}?opm` : url);
  }
}

function wantsAuthorEntry(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' && /['"]opm(\/plugin)?['"]/.test(String(message));
}
