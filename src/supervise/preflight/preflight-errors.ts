import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { EXIT, OpmError } from '../../errors.ts';

/** Why an instance cannot be started, before its name is known: a code, half a sentence, what caused it. */
export interface Obstacle {
  code:
    | 'ALREADY_RUNS'
    | 'CWD_UNUSABLE'
    | 'COMMAND_UNUSABLE'
    | 'USER_UNUSABLE'
    | 'ATTRIBUTE_UNUSABLE'
    | 'LOG_UNUSABLE'
    | 'PORT_TAKEN'
    | 'WATCH_UNUSABLE';
  /** What follows the colon: `the folder "/srv/api" does not exist`. */
  message: string;
  cause?: unknown;
}

/** The error of an instance that cannot be started because of what the machine lacks; exit code 1. */
export function cannotStart(spec: Pick<InstanceSpec, 'name' | 'instance'>, obstacle: Obstacle): OpmError {
  const label = spec.instance === 0 ? spec.name : `${spec.name}:${spec.instance}`;
  return new OpmError({
    code: obstacle.code,
    exitCode: EXIT.failed,
    message: `Cannot start "${label}": ${obstacle.message}`,
    cause: obstacle.cause,
  });
}
