import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, systemErrorCode } from '../errors.ts';
import { readOwn } from '../runtime/files/open-own.ts';

const VERSION = 1;

/**
 * What one plugin keeps between runs: a JSON object in a file of its own, mode 0600 in a folder of mode 0700. A
 * damaged file is renamed, never deleted.
 */
export class PluginState {
  readonly file: string;
  readonly #warn: (message: string) => void;

  /**
   * @param options.folder holds the states of all plugins; created if missing
   * @param options.warn called with one sentence about a damaged file
   */
  constructor(options: { folder: string; plugin: string; warn: (message: string) => void }) {
    this.file = path.join(options.folder, `${options.plugin}.json`);
    this.#warn = options.warn;
  }

  /**
   * The JSON text of the object, `{}` when nothing was saved.
   *
   * @throws Error with a sentence for the user when it cannot be read
   */
  async read(): Promise<string> {
    const text = await this.#readFile();
    if (text === null) return '{}';
    const saved = parse(text);
    if (saved === null) {
      const aside = await this.#putAside();
      this.#warn(
        `its saved state is damaged; it was kept as ${aside} and the plugin starts with an empty one`,
      );
      return '{}';
    }
    if (saved.version !== VERSION) {
      throw new Error(`Its state ${this.file} was written by a newer OPM (version ${saved.version})`);
    }
    return JSON.stringify(saved.state);
  }

  /**
   * Replaces the saved state in one step.
   *
   * @param json JSON text of an object
   * @throws Error with a sentence for the user when it cannot be written; the old state is intact
   */
  async write(json: string): Promise<void> {
    const folder = path.dirname(this.file);
    const temporary = `${this.file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(`{"version":${VERSION},"state":${json}}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.file);
      await syncFolder(folder);
    } catch (error) {
      await unlink(temporary).catch(() => {});
      throw new Error(`Its state cannot be saved in ${this.file}: ${messageOf(error)}`, { cause: error });
    }
  }

  async #readFile(): Promise<string | null> {
    try {
      return readOwn(this.file).toString('utf8');
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return null;
      throw new Error(`Its state ${this.file} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  }

  async #putAside(): Promise<string> {
    for (let count = 1; ; count += 1) {
      const aside = `${this.file}.damaged-${count}`;
      try {
        // A link, not a rename: it fails if an earlier one exists.
        await link(this.file, aside);
        await unlink(this.file);
        return aside;
      } catch (error) {
        if (systemErrorCode(error) !== 'EEXIST') {
          throw new Error(`Its damaged state ${this.file} cannot be set aside: ${messageOf(error)}`, {
            cause: error,
          });
        }
      }
    }
  }
}

function parse(text: string): { version: number; state: object } | null {
  try {
    const { version, state } = JSON.parse(text) as { version?: unknown; state?: unknown };
    const known =
      typeof version === 'number' && typeof state === 'object' && state !== null && !Array.isArray(state);
    return known ? { version, state } : null;
  } catch {
    return null;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
