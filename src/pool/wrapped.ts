import type { SpawnRequest } from './spawn-protocol.ts';

interface Command {
  file: string;
  args: string[];
}

/** A command with the programs that prepare its process in front, each of which becomes the next. */
export function wrapped(wrapper: readonly string[], { file, args }: Command): Command {
  const [first, ...words] = wrapper;
  return first === undefined ? { file, args } : { file: first, args: [...words, file, ...args] };
}

/** The same for a process to start. */
export function withWrapper(request: SpawnRequest): SpawnRequest {
  const { wrapper, args } = request;
  if (wrapper.length === 0) return request;
  const command = wrapped(wrapper, { file: programName(request), args });
  return { ...request, ...command, argv0: command.file, wrapper: [] };
}

/**
 * What a program in between is to become. It looks a name up the same way, so that `argv[0]` stays as in the app's
 * config.
 */
export function programName({ argv0, file, env }: Pick<SpawnRequest, 'argv0' | 'file' | 'env'>): string {
  return argv0.includes('/') || (env.PATH ?? '') === '' ? file : argv0;
}
