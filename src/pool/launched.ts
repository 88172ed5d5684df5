import type { SpawnRequest } from './spawn-protocol.ts';

interface Command {
  file: string;
  args: string[];
}

/** A command with the programs that prepare its process in front, each of which becomes the next. */
export function launched(launcher: readonly string[], { file, args }: Command): Command {
  const [first, ...words] = launcher;
  return first === undefined ? { file, args } : { file: first, args: [...words, file, ...args] };
}

/** The same for a process to start. */
export function withLauncher(request: SpawnRequest): SpawnRequest {
  const { launcher, args } = request;
  if (launcher.length === 0) return request;
  const command = launched(launcher, { file: programName(request), args });
  return { ...request, ...command, argv0: command.file, launcher: [] };
}

/**
 * What a program in between is told to become. It looks a name up as it was looked up before, so that `argv[0]` stays
 * what the app's config says.
 */
export function programName({ argv0, file, env }: Pick<SpawnRequest, 'argv0' | 'file' | 'env'>): string {
  return argv0.includes('/') || (env.PATH ?? '') === '' ? file : argv0;
}
