import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Lab, until } from '../e2e/lab.ts';

/** Why nothing can be mounted here; `null`: it can. Continuous integration may not skip. */
export function whyNoMounts(): string | null {
  const folder = fs.mkdtempSync('/tmp/opm-mount-');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'opm-test', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder]);
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return 'mounting is not permitted here';
  } finally {
    fs.rmdirSync(folder);
  }
}

/** A lab whose home is a disk of its own, of one megabyte. */
export class SmallDiskLab extends Lab {
  /** The file that uses the disk up. */
  readonly filling: string;

  constructor() {
    super();
    fs.mkdirSync(this.home, 0o700);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'opm-test', this.home]);
    this.filling = path.join(this.home, 'filling');
  }

  /** Uses the disk up, to the last byte. */
  fill(): void {
    const fd = fs.openSync(this.filling, 'a');
    try {
      for (let bytes = 65536; bytes >= 1; ) {
        try {
          fs.writeSync(fd, Buffer.alloc(bytes));
        } catch {
          bytes = Math.floor(bytes / 2);
        }
      }
    } finally {
      fs.closeSync(fd);
    }
  }

  free(): void {
    fs.rmSync(this.filling);
  }

  /**
   * Only while nobody has a file of it open for writing. A killed daemon may for an instant: its main thread has
   * ended, the others are still ending.
   */
  remount(mode: 'ro' | 'rw'): Promise<void> {
    const tryOnce = () => {
      try {
        execFileSync('mount', ['-o', `remount,${mode}`, this.home], { stdio: 'pipe' });
        return true;
      } catch {
        return false;
      }
    };
    return until(tryOnce, `the disk is ${mode}`);
  }

  override async end(): Promise<void> {
    await this.opm(['daemon', 'stop']);
    for (const { pid } of this.processes()) process.kill(pid, 'SIGKILL');
    execFileSync('umount', ['-l', this.home]);
    await super.end();
  }
}
