import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { asGuest } from '../../runtime/guest-code.ts';
import { keepNoCompiledCopies } from '../../runtime/native/no-compiled-copies.ts';
import { readsTypeScript } from '../../runtime/self.ts';
import { configModuleFailed } from '../config-errors.ts';
import type { ParsedFile } from './parsed-file.ts';

/** How long a config program may take to load. */
const DEADLINE_MS = 30_000;

let imports = 0;

/**
 * Runs a config program for its default export; a function is called with the caller's environment and the profile
 * given by `--env`, and its result awaited. The file is read again every time (modules it imports are not).
 *
 * @param file absolute path of a `.js`, `.mjs`, `.cjs`, `.ts`, `.mts` or `.cts` file
 * @throws `CONFIG_MODULE_FAILED`
 */
export async function importConfigModule(
  file: string,
  given: { env: Record<string, string>; profile: string | undefined },
): Promise<ParsedFile> {
  try {
    return await asGuest(() =>
      withDeadline(async () => {
        const exported = defaultExport(await load(file));
        if (typeof exported !== 'function') return { content: exported };
        return { content: await exported(given), readsProfile: true };
      }),
    );
  } catch (cause) {
    throw configModuleFailed(file, `${reasonOf(cause)}${commonJsHint(file, cause)}`, cause);
  }
}

/** A PM2 file in the older style, inside a package of ES modules; Node's own hint is several lines long. */
function commonJsHint(file: string, error: unknown): string {
  if (!wantsCommonJs(error) || !/\.[jt]s$/.test(file)) return '';
  return `. It is CommonJS in a package of ES modules: rename it to ${basename(file).replace(/([jt]s)$/, 'c$1')}`;
}

async function load(file: string): Promise<unknown> {
  if (/\.[cm]?ts$/.test(file) && !readsTypeScript()) return loadThroughJiti(file);
  const require = createRequire(file);
  // An imported CommonJS module ends up in this cache too, under its bare path.
  delete require.cache[realpathSync(file)];
  if (file.endsWith('.cjs')) return require(file);
  imports += 1;
  keepNoCompiledCopies();
  try {
    // The query makes it a different module for the runtime's cache.
    return await import(`${pathToFileURL(file).href}?fresh=${imports}`);
  } catch (error) {
    // Deno treats every `.js` as an ES module; PM2's files are mostly CommonJS.
    if (!file.endsWith('.js') || !wantsCommonJs(error)) throw error;
    try {
      return require(file);
    } catch (second) {
      throw wantsCommonJs(second) || systemErrorCode(second) === 'ERR_REQUIRE_ESM' ? error : second;
    }
  }
}

function wantsCommonJs(error: unknown): boolean {
  return error instanceof ReferenceError && /\b(module|exports|require)\b is not defined/.test(error.message);
}

/** For Node without type stripping (before 22.18). Loaded late: it is large. */
async function loadThroughJiti(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  return createJiti(file, { moduleCache: false, fsCache: false }).import(file);
}

function defaultExport(module: unknown): unknown {
  const { default: exported, ...named } = (module ?? {}) as { default?: unknown };
  // A CommonJS file compiled from an ES module carries its default export one level down.
  const inner = (exported as { __esModule?: boolean; default?: unknown } | undefined)?.__esModule === true;
  if (inner) return (exported as { default?: unknown }).default;
  if (exported !== undefined) return exported;
  if (Object.keys(named).length === 0) throw new Error('it exports nothing: add a default export');
  return module;
}

async function withDeadline<Result>(work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    // Keeps the program alive too: with nothing else pending, Node would end in the middle of the import.
    timer = setTimeout(
      () => reject(new Error(`it did not finish within ${DEADLINE_MS / 1000} s`)),
      DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([work(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  const code = systemErrorCode(error);
  const [first] = messageOf(error).split('\n');
  const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : '';
  return `${name}${first}${code === undefined ? '' : ` (${code})`}`;
}
