import { readFileSync, readlinkSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { processTableUnreadable } from './process-table-errors.ts';
import { NO_ANSWER } from './read-process-file.ts';

const OFFSETS_FILE = '/proc/self/timens_offsets';
const OWN_LINK = '/proc/self/ns/time';
/** Where children are born, and what the offsets are about: another one after `unshare` alone. */
const CHILDREN_LINK = '/proc/self/ns/time_for_children';

let known: number | undefined;

/**
 * By how many ticks of 10 ms the machine's uptime, and with it the start of every process, is shifted for this process
 * (time_namespaces(7), Linux 5.6). 0 outside of a time namespace.
 *
 * @throws OpmError PROCESS_TABLE_UNREADABLE when something has run out: a wrong answer would make the living look dead
 */
export function bootTimeShift(): number {
  known ??= readShift();
  return known;
}

function readShift(): number {
  try {
    if (readlinkSync(OWN_LINK) !== readlinkSync(CHILDREN_LINK)) return 0;
    return shiftIn(readFileSync(OFFSETS_FILE, 'latin1'));
  } catch (error) {
    if (NO_ANSWER.has(systemErrorCode(error) ?? '')) return 0;
    throw processTableUnreadable(OFFSETS_FILE, error);
  }
}

/** From the text of `/proc/PID/timens_offsets`: a line for each clock, with seconds and nanoseconds. */
export function shiftIn(offsets: string): number {
  const [, seconds, nanoseconds] = /^boottime\s+(-?\d+)\s+(-?\d+)$/m.exec(offsets) ?? [];
  if (seconds === undefined) return 0;
  return Math.floor(Number(seconds) * 100 + Number(nanoseconds) / 1e7);
}
