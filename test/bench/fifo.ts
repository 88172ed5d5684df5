import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Sandbox } from './sandbox.ts';

/** Through which apps tell the harness something at the very moment it happens. */
export class Fifo {
  readonly file: string;
  readonly #socket: net.Socket;
  readonly #lines: string[] = [];
  #waiting: ((line: string) => void) | null = null;

  private constructor(file: string) {
    this.file = file;
    // For writing as well, so that it has a writer at all times: no app waits for us, and there is no end of file.
    const fd = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
    this.#socket = new net.Socket({ fd, readable: true, writable: false });
    createInterface({ input: this.#socket }).on('line', (line) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting === null) this.#lines.push(line);
      else waiting(line);
    });
  }

  static async open(sandbox: Sandbox): Promise<Fifo> {
    const file = path.join(sandbox.folder(), 'fifo');
    await sandbox.run('mkfifo', [file]);
    return new Fifo(file);
  }

  /** The next line that an app writes. @throws Error when none comes in time */
  line(deadlineMs = 120_000): Promise<string> {
    const next = this.#lines.shift();
    if (next !== undefined) return Promise.resolve(next);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = null;
        reject(new Error('No app wrote to its FIFO in time'));
      }, deadlineMs);
      this.#waiting = (line) => {
        clearTimeout(timer);
        resolve(line);
      };
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
