import module from 'node:module';
import { runtimeName } from '../self.ts';

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

/**
 * Lets modules import `name` although no such package is installed. Each runtime has its own way: Bun a plugin, Node
 * from 22.15 on and Deno hooks in this thread, an older Node a loader thread, which costs 30 ms.
 *
 * Seen in Node 20.19 and Bun 1.4.5, which lack what the others have. Over when Node 20 is no longer supported and Bun has `module.registerHooks` (https://nodejs.org/api/module.html).
 */
export function provideModule(name: string, exports: Readonly<Record<string, unknown>>): void {
  const place = `opm:${name}`;
  Object.assign(globalThis, { [Symbol.for(place)]: exports });
  const names = Object.keys(exports).map((key) => `export const ${key} = entry.${key};`);
  const source = `const entry = globalThis[Symbol.for('${place}')];\n${names.join('\n')}`;
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  const { Bun } = globalThis as { Bun?: BunPlugins };
  const { registerHooks } = module as ResolveHooks;
  if (Bun !== undefined) {
    Bun.plugin({
      name: 'opm',
      setup: (build) => build.module(name, () => ({ exports: { ...exports }, loader: 'object' })),
    });
  } else if (registerHooks !== undefined) {
    registerHooks({
      resolve: (wanted, context, next) =>
        wanted === name ? { url, format: 'module', shortCircuit: true } : next(wanted, context),
    });
  } else {
    const hook = `export const resolve = (name, context, next) => name === ${JSON.stringify(name)}
      ? { url: ${JSON.stringify(url)}, format: 'module', shortCircuit: true } : next(name, context);`;
    module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
  }
}

/**
 * Whether a module must be provided before the first import that may want it. Bun resolves an import once and for all.
 * Node 20.20 now and then remembers for good that a file which the imported one imports could not be loaded: 1 of 25
 * imports in test/hooks/host-plugins, beside other load.
 *
 * @param file what is to be imported
 */
export function mustProvideBeforeImport(name: string, file: string): boolean {
  if (runtimeName() !== 'node') return runtimeName() === 'bun';
  try {
    module.createRequire(file).resolve(name);
    return false;
  } catch {
    return true;
  }
}

/** Node remembers a failed import under its URL; Deno, in contrast, calls the hook only for a known URL. */
export function urlAfterFailure(url: string): string {
  return runtimeName() === 'node' ? `${url}?opm` : url;
}
