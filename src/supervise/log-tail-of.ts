import type { InstanceSpec } from '../config/instance-spec.ts';
import { lastLines } from './log-tail.ts';

const LINES = 10;
const BYTES = 16 * 1024;

/** The last lines an app wrote, for the report of its failure: its errors, else its output. */
export function logTailOf({ logs }: InstanceSpec): string[] {
  const errors = lastLines(logs.err, LINES, BYTES);
  return errors.length > 0 || logs.err === logs.out ? errors : lastLines(logs.out, LINES, BYTES);
}
