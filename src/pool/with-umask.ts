import { tmpdir } from 'node:os';
import { threadUmask } from '../runtime/native/thread-umask.ts';
import type { SpawnRequest } from './spawn-protocol.ts';
import { programName } from './wrapped.ts';

/** A variable that a shell hands on. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A function of bash, which nobody else can read. */
const BASH_FUNCTION = /^BASH_FUNC_.*%%$/;

/**
 * Starts a process with the file mode mask that it asks for. It is this thread's for as long as the start takes; where a
 * thread cannot have its own, `/bin/sh` sets it and then becomes the program, one exec later.
 *
 * @throws ENOTSUP where only the shell is left and would lose a variable
 */
export function withUmask<Started>(
  request: SpawnRequest,
  start: (request: SpawnRequest) => Started,
): Started {
  const { umask, env } = request;
  if (umask === null) return start(request);
  const setUmask = threadUmask([env.OPM_HOME, tmpdir()].filter((folder) => folder !== undefined));
  if (setUmask === null) return start(throughShell(request, umask));
  const before = setUmask(umask);
  try {
    return start(request);
  } finally {
    setUmask(before);
  }
}

function throughShell(request: SpawnRequest, umask: number): SpawnRequest {
  const { args, env } = request;
  const lost = Object.keys(env).find((name) => !IDENTIFIER.test(name) && !BASH_FUNCTION.test(name));
  if (lost !== undefined) {
    const message = `umask is set by /bin/sh here, which would lose the variable "${lost}": rename it, or remove umask`;
    throw Object.assign(new Error(message), { code: 'ENOTSUP' });
  }
  const script = `umask ${umask.toString(8)} && exec "$@"`;
  return {
    ...request,
    file: '/bin/sh',
    argv0: 'sh',
    args: ['-c', script, 'sh', programName(request), ...args],
  };
}
