import fs from 'node:fs';
import { beginningOf } from '../runner/beginning-of.ts';

/** What `/proc/PID/status` says of a process's memory, in KiB. */
export interface Memory {
  rss: number;
  /** Its own: heap and stacks. */
  anon: number;
  /** Of the file it was started from and its libraries: shared, and given back when memory is short. */
  file: number;
}

/** @throws Error when the process is gone */
export function memoryOf(pid: number): Memory {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'latin1');
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { rss: kib('VmRSS'), anon: kib('RssAnon'), file: kib('RssFile') };
}

/** CPU time a process has used, in ticks of 10 ms. @throws Error when the process is gone */
export function ticksOf(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Whether the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

export function allPids(): number[] {
  return fs.readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
}

/** Whether the environment the process was started with holds this variable with this value. */
export function bears(pid: number, variable: string, value: string): boolean {
  try {
    return `\0${beginningOf(`/proc/${pid}/environ`)}`.includes(`\0${variable}=${value}\0`);
  } catch {
    return false;
  }
}

/** The processes with this exact last argument. A zombie has no arguments, and a child before its exec has its parent's. */
export function pidsWithArgument(argument: string): number[] {
  return allPids().filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').endsWith(`\0${argument}\0`);
    } catch {
      return false;
    }
  });
}
