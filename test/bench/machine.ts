import fs from 'node:fs';
import os from 'node:os';

/** What a reader must know of the machine; nothing that names it. */
export interface Machine {
  cores: number;
  processor: string;
  memoryGiB: number;
  system: string;
  /** Average number of processes that wanted to run in the last minute, of anybody. */
  load: number;
}

export function describeMachine(): Machine {
  return {
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${distribution()}, ${os.type()} ${os.release()}, ${os.arch()}`,
    load: Math.round(10 * (os.loadavg()[0] ?? 0)) / 10,
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return os.platform();
  }
}
