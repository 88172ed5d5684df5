import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const VERSION = '7.0.4';

/** PM2 itself, from the registry, in a folder and with a home of its own. */
export class RealPm2 {
  readonly #root: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;

  private constructor(root: string) {
    this.#root = root;
    this.home = path.join(root, 'home');
    this.env = { ...process.env, PM2_HOME: this.home, PM2_DISCRETE_MODE: 'true' };
  }

  /**
   * Installs it, or says why that cannot be done here.
   *
   * @throws Error in continuous integration, which may not skip
   */
  static install(): RealPm2 | string {
    if (process.versions.deno !== undefined)
      return 'PM2 is a program for Node, which runs the other tests of it';
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-pm2-'));
    try {
      fs.writeFileSync(path.join(root, 'package.json'), '{}');
      const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', `pm2@${VERSION}`];
      execFileSync('npm', words, { cwd: root, stdio: 'pipe', timeout: 120_000 });
      return new RealPm2(root);
    } catch (error) {
      fs.rmSync(root, { recursive: true, force: true });
      if (process.env.CI) throw error;
      return `pm2@${VERSION} cannot be installed: ${String(error).split('\n')[0]}`;
    }
  }

  /** Its program, for a PATH. */
  get bin(): string {
    return path.join(this.#root, 'node_modules/.bin');
  }

  run(words: string[], cwd: string = this.#root): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const options = { cwd, env: this.env, timeout: 60_000, maxBuffer: 1 << 26 };
      execFile(path.join(this.bin, 'pm2'), words, options, (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1,
          stdout,
          stderr,
        });
      });
    });
  }

  /** Ends its daemon with all apps, and removes it. */
  async end(): Promise<void> {
    if (fs.existsSync(this.home)) await this.run(['kill']);
    fs.rmSync(this.#root, { recursive: true, force: true });
  }
}
