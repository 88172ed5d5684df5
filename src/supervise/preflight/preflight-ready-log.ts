import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { isLogFile } from '../readiness/ready-log.ts';
import type { Obstacle } from './preflight-errors.ts';

/** Why no line that the app writes can ever make it ready, or `null`. */
export function findReadyLogObstacle({ ready, logs }: InstanceSpec): Obstacle | null {
  if (ready?.kind !== 'log' || isLogFile(logs.out) || isLogFile(logs.err)) return null;
  const where = logs.out === logs.err ? logs.out : `${logs.out} and ${logs.err}`;
  return {
    code: 'LOG_UNUSABLE',
    message: `ready.log waits for a line in its log files, but it writes to ${where}. Set logs.out to a file, or use another readiness check`,
  };
}
