import { isatty } from 'node:tty';
import { format } from 'node:util';
import { EndRefused, guardWith, isClaimed, isGuarded, keepForResults } from './guest-guards.ts';
import { denoGlobal } from './quirks/deno-global.ts';

/** A guest that is being loaded, and what it did to end the process, in words. */
let loading: { attempt: string | null } | null = null;

/**
 * Runs other people's code in this process, such as a config program. What it prints goes to standard error, since
 * standard output is for the result, and it cannot end the process: that would look like success.
 *
 * @throws Error when it tried to, also where it caught the refusal
 */
export async function asGuest<Result>(work: () => Promise<Result>): Promise<Result> {
  const restoreOutput = await redirected();
  const guards = isGuarded() ? [] : [...printElsewhere(), ...refuseEnds()];
  const remove = () => {
    for (const undo of guards) undo();
    guardWith(null);
  };
  if (guards.length > 0) guardWith(remove);
  const own = { attempt: null as string | null };
  loading = own;
  try {
    const result = await work();
    if (own.attempt !== null) throw new Error(own.attempt);
    return result;
  } finally {
    loading = null;
    restoreOutput();
    if (!isClaimed()) remove();
  }
}

/** For code that writes to the descriptor directly, like a child. Nobody parses what a terminal shows. */
async function redirected(): Promise<() => void> {
  if (isatty(1)) return () => {};
  const { redirectOutput } = await import('./native/redirect-output.ts');
  return redirectOutput();
}

/** Deno's and Bun's `console` bypass `process.stdout`. */
function printElsewhere(): (() => void)[] {
  const { stdout, stderr } = process;
  const write = replaced(stdout, 'write', (original) => {
    keepForResults({ stream: stdout, write: original.bind(stdout) as typeof stdout.write });
    return stderr.write.bind(stderr);
  });
  const { error } = console;
  const words = ['log', 'info', 'debug'].map((name) => replaced(console, name, () => error));
  return [write, ...words, () => keepForResults(null)];
}

function refuseEnds(): (() => void)[] {
  const refuse = (owner: object, name: string, label: string) =>
    replaced(
      owner,
      name,
      () =>
        (...given: unknown[]) =>
          endAttempted(`${label}(${format(...given)})`),
    );
  const deno = denoGlobal();
  return [
    refuse(process, 'exit', 'process.exit'),
    refuse(process, 'abort', 'process.abort'),
    ...(deno === null ? [] : [refuse(deno, 'exit', 'Deno.exit')]),
  ];
}

function endAttempted(call: string): void {
  if (loading === null) {
    process.stderr.write(`warning: code of a config file called ${call}, which is ignored\n`);
    return;
  }
  loading.attempt ??= `it called ${call}`;
  throw new EndRefused(loading.attempt);
}

type Callable = (...given: never[]) => unknown;

function replaced(owner: object, name: string, by: (original: Callable) => Callable): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const original = (owner as Record<string, Callable>)[name]!;
  Object.defineProperty(owner, name, { value: by(original), configurable: true, writable: true });
  return () => {
    if (own === undefined) delete (owner as Record<string, unknown>)[name];
    else Object.defineProperty(owner, name, own);
  };
}
