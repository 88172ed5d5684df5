import { fileURLToPath } from 'node:url';

export type RuntimeName = 'node' | 'deno' | 'bun';

/** A program and its arguments, as `spawn` takes them. */
export interface SelfCommand {
  file: string;
  args: string[];
}

/** Which JavaScript runtime this program runs on. */
export function runtimeName(): RuntimeName {
  if (process.versions.deno !== undefined) return 'deno';
  return process.versions.bun === undefined ? 'node' : 'bun';
}

/** The runtime's own version: Deno and Bun also claim to be a Node. */
export function runtimeVersion(): string {
  return process.versions[runtimeName()] ?? process.versions.node;
}

/** `node 20.20.2` */
export function runtimeLabel(): string {
  return `${runtimeName()} ${runtimeVersion()}`;
}

/** True in the compiled program, where code and runtime are one file and `process.execPath` is that file. */
export function isStandalone(): boolean {
  if (import.meta.url.startsWith('file:///$bunfs/')) return true;
  const { Deno } = globalThis as { Deno?: { build?: { standalone?: boolean } } };
  return Deno?.build?.standalone === true;
}

/** The folder of this build or these sources; meaningless in the compiled program. */
function programFolder(): URL {
  return runsFromSource() ? new URL('../', import.meta.url) : new URL('./', import.meta.url);
}

/** True when the runtime reads the TypeScript sources themselves, false in `dist/` and in the executable. */
export function runsFromSource(): boolean {
  return import.meta.url.endsWith('.ts');
}

/**
 * How to start this same program again with other arguments, on the same runtime, from any folder.
 *
 * Flags given to the runtime are not passed on (nor is `NODE_OPTIONS` to a daemon): an `--inspect` or an
 * `--eval` must not reach the daemon. Deno gets the permissions listed in deno.json, or the equivalent: all of them,
 * because only a program that has all of them may read `/proc` there.
 */
export function selfCommand(args: string[]): SelfCommand {
  const file = process.execPath;
  if (isStandalone()) return { file, args };
  const cli = fileURLToPath(new URL(runsFromSource() ? 'cli.ts' : 'cli.mjs', programFolder()));
  return { file, args: [...runtimeFlags(), cli, ...args] };
}

function runtimeFlags(): string[] {
  if (runtimeName() === 'deno') {
    // Quiet, or it warns each time that permission sets are new.
    return runsFromSource() ? ['run', '--quiet', '--permission-set'] : ['run', '--allow-all'];
  }
  if (runtimeName() === 'node' && runsFromSource() && !readsTypeScript()) {
    return ['--import', typescriptLoader()];
  }
  return [];
}

/** A loader, as a URL, that lets this Node import the sources: the daemon's working folder is not the project. */
export function typescriptLoader(): string {
  return new URL('../../scripts/typescript.mjs', import.meta.url).href;
}

/** Whether this runtime imports `.ts` files without a loader: Deno, Bun, and Node from 22.18 on. */
export function readsTypeScript(): boolean {
  if (runtimeName() !== 'node') return true;
  const { typescript } = process.features as { typescript?: string | false };
  return typeof typescript === 'string';
}
