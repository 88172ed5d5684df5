import { readsTypeScript, runsFromSource, typescriptLoader } from './self.ts';
import { undecodableVariables } from './undecodable.ts';

/** The programs that run in pool threads. Each is an entry of its own in the build. */
export type ThreadEntry = 'spawn-task' | 'hook-task' | 'exit-watch-thread';

const SOURCE_FOLDER: Record<ThreadEntry, string> = {
  'spawn-task': 'pool',
  'hook-task': 'pool',
  'exit-watch-thread': 'runtime/native/exit-watch',
};

/**
 * The URL of a thread program, for `new Worker`. In the sources (Deno, tests) it is in `src/pool/`; in the build and
 * in the executable all entries are side by side.
 */
export function threadEntry(entry: ThreadEntry): string {
  const here = import.meta.url;
  return runsFromSource()
    ? new URL(`../${SOURCE_FOLDER[entry]}/${entry}.ts`, here).href
    : new URL(`./${entry}.mjs`, here).href;
}

/** Flags of the runtime that a thread needs, `undefined` where it inherits everything it needs. */
export function threadFlags(): string[] | undefined {
  return runsFromSource() && !readsTypeScript() ? ['--import', typescriptLoader()] : undefined;
}

/**
 * The variables of a thread, `undefined` where it gets its own copy of this process's. Node 20 aborts when it copies a
 * variable whose name is not UTF-8; what it shows of it can be passed on.
 */
export function threadEnvironment(): NodeJS.ProcessEnv | undefined {
  return undecodableVariables().some((name) => name.includes('\ufffd')) ? { ...process.env } : undefined;
}
