import { readsTypeScript, runsFromSource } from './self.ts';

/** The programs that run in pool threads. Each is an entry of its own in the build. */
export type ThreadEntry = 'spawn-task' | 'hook-task' | 'exit-watch-thread';

const SOURCE_FOLDER: Record<ThreadEntry, string> = {
  'spawn-task': 'pool',
  'hook-task': 'pool',
  'exit-watch-thread': 'runtime/native/exit-watch',
};

/**
 * The URL of a thread program, for `new Worker`. From source (Deno, tests) it lies in `src/pool/`; in the build
 * and in the executable all entries lie beside each other.
 */
export function threadEntry(entry: ThreadEntry): string {
  const here = import.meta.url;
  return runsFromSource()
    ? new URL(`../${SOURCE_FOLDER[entry]}/${entry}.ts`, here).href
    : new URL(`./${entry}.mjs`, here).href;
}

/**
 * Flags of the runtime that a thread needs, `undefined` where it inherits them. On a Node that reads no
 * TypeScript, `tsx` leaves threads alone (it registers itself in the main thread only), so they ask for it.
 */
export function threadFlags(): string[] | undefined {
  if (!runsFromSource() || readsTypeScript()) return undefined;
  const api = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return ['--import', `data:text/javascript,import{register}from${encodeURIComponent(api)};register()`];
}
