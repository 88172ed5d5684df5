/** The programs that run in pool threads. Each is an entry of its own in the build. */
export type ThreadEntry = 'spawn-task' | 'hook-task';

const SOURCE_FOLDER: Record<ThreadEntry, string> = { 'spawn-task': 'pool', 'hook-task': 'pool' };

/**
 * The URL of a thread program, for `new Worker`. From source (Deno, tests) it lies in `src/pool/`; in the build
 * and in the executable all entries lie beside each other.
 */
export function threadEntry(entry: ThreadEntry): string {
  const here = import.meta.url;
  return here.endsWith('.ts')
    ? new URL(`../${SOURCE_FOLDER[entry]}/${entry}.ts`, here).href
    : new URL(`./${entry}.mjs`, here).href;
}
