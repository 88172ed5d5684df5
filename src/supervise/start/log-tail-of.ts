import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { lastLines } from './log-tail.ts';

const LINES = 10;
const BYTES = 16 * 1024;

/**
 * The last lines a process wrote, for the report of its failure: its errors, else its output.
 *
 * @param offsets sizes of the log files before it wrote anything, in bytes
 */
export function logTailOf({ logs }: InstanceSpec, offsets: { out: number; err: number }): string[] {
  const errors = lastLines(logs.err, LINES, BYTES, offsets.err);
  return errors.length > 0 || logs.err === logs.out ? errors : lastLines(logs.out, LINES, BYTES, offsets.out);
}
