import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, until } from '../e2e/lab.ts';

/** A shell script that traps every signal it can and writes it down. */
export const STRANGER = fileURLToPath(new URL('../fixtures/faults/stranger.sh', import.meta.url));

export interface Stranger {
  pid: number;
  /** What was done to it, one sentence each; empty when nobody touched it. */
  complaints(): string[];
  end(): void;
}

/** Starts a process in a session of its own that no attack may touch. */
export async function startStranger(folder: string): Promise<Stranger> {
  const report = path.join(fs.mkdtempSync(path.join(folder, 'stranger-')), 'report');
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith('OPM_'));
  const child = spawn('/bin/sh', [STRANGER, report], {
    detached: true,
    stdio: 'ignore',
    env: Object.fromEntries(env),
  });
  const pid = child.pid!;
  await until(() => fs.existsSync(`${report}.ready`), 'the stranger traps its signals');
  return {
    pid,
    complaints: () => [
      ...(fs.existsSync(report) ? fs.readFileSync(report, 'utf8').trim().split('\n') : []),
      ...(isAlive(pid) ? [] : [`stranger ${pid} was killed`]),
      ...(isStopped(pid) ? [`stranger ${pid} was stopped`] : []),
    ],
    end: () => {
      if (isAlive(pid)) process.kill(-pid, 'SIGKILL');
    },
  };
}

function isStopped(pid: number): boolean {
  try {
    return /^State:\s+[Tt]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
