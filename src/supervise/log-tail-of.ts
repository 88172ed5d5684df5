import fs from 'node:fs';
import type { InstanceSpec } from '../config/instance-spec.ts';
import { lastLines } from './log-tail.ts';

const LINES = 10;
const BYTES = 16 * 1024;

/**
 * The last lines a process wrote, for the report of its failure: its errors, else its output.
 *
 * @param offsets sizes of the log files before it wrote anything, in bytes
 */
export function logTailOf({ logs }: InstanceSpec, offsets: { out: number; err: number }): string[] {
  const errors = linesSince(logs.err, offsets.err);
  return errors.length > 0 || logs.err === logs.out ? errors : linesSince(logs.out, offsets.out);
}

function linesSince(file: string, offset: number): string[] {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  // A file that was cut off meanwhile holds nothing older than the process.
  const written = size < offset ? size : size - offset;
  return written === 0 ? [] : lastLines(file, LINES, Math.min(BYTES, written));
}
