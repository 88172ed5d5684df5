import { type ChildProcess, spawn } from 'node:child_process';
import { durationText } from '../../duration.ts';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { wrapped } from '../../pool/wrapped.ts';
import { keepDescriptorsFromChildren } from '../../runtime/native/close-on-exec.ts';
import { type Identity, identityOf, livenessOf } from '../../runtime/proc/process-table.ts';
import { processTable } from '../../runtime/proc/system.ts';
import type { Deadlines } from '../deadlines.ts';
import type { Attributes } from '../start/attributes/plan-attributes.ts';
import { type CheckEvents, type ReadyCheck, retryUntilPassed, tryTimeoutFor } from './ready-check.ts';

/** Each try is a whole process, so they are further apart than connections. */
const EXEC_PACE = { firstMs: 50, longMs: 500, longestMs: 500 };

export interface ExecCheckOptions {
  argv: string[];
  cwd: string;
  env: Record<string, string>;
  attributes: Pick<Attributes, 'wrapper' | 'credentials'>;
  timeoutMs: number;
  /** Sends SIGKILL to the process group of a probe. Called only while that lives. */
  killProbe: (probe: Identity) => void;
  deadlines: Deadlines;
}

/** Passes once a command exits with code 0. It runs in its own process group; its output is dropped. */
export function startExecCheck(options: ExecCheckOptions, events: CheckEvents): ReadyCheck {
  const { argv, cwd, attributes, deadlines } = options;
  const [command = '', ...words] = argv;
  let probed = wrapped(attributes.wrapper, { file: command, args: words });
  // Recovery would mistake a session leader with the token for the app itself.
  const { OPM_TOKEN: _, ...env } = options.env;
  const shown = `"${argv.join(' ')}"`;
  const tryTimeoutMs = tryTimeoutFor(options.timeoutMs);
  return retryUntilPassed(
    {
      attempt(done) {
        keepDescriptorsFromChildren();
        const failed = (error: unknown) => {
          // A script without a "#!" line: a shell runs it, at the next try.
          if (systemErrorCode(error) === 'ENOEXEC') {
            probed = { file: '/bin/sh', args: ['-c', 'exec "$@"', 'sh', command, ...words] };
          }
          done(`cannot run ${shown} (${systemErrorCode(error) ?? messageOf(error)})`);
        };
        let probe: ChildProcess;
        try {
          const { file, args } = probed;
          probe = spawn(file, args, { cwd, env, detached: true, stdio: 'ignore', ...attributes.credentials });
        } catch (error) {
          // Bun throws what others report in a later turn.
          queueMicrotask(() => failed(error));
          return () => {};
        }
        probe.once('error', failed);
        probe.once('exit', (code, signal) => {
          if (code === 0) done(null);
          else done(`${shown} ${code === null ? `was ended by ${signal}` : `exited with code ${code}`}`);
        });
        const table = processTable();
        const identity = probe.pid === undefined ? null : identityOf(table, probe.pid);
        return () => {
          // Being our child is not enough: Deno reaps before it reports, and then the PID may belong to anyone.
          if (identity !== null && livenessOf(table, identity) === 'alive') options.killProbe(identity);
        };
      },
      pace: EXEC_PACE,
      tryTimeoutMs,
      tookTooLong: `${shown} did not end within ${durationText(tryTimeoutMs)}`,
      pending: `${shown} has not ended yet`,
      deadlines,
    },
    events,
  );
}
