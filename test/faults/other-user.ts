import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Lab, type Ran } from '../e2e/lab.ts';
import { opmCommand } from '../runner/subject.ts';

/** A user that nobody is, so that what it has running is ours. */
export const OTHER_USER = 64321;

const AS_OTHER = [`--reuid=${OTHER_USER}`, `--regid=${OTHER_USER}`, '--clear-groups', '--no-new-privs'];

/** Why nothing can be run as another user here; `null`: it can. Continuous integration may not skip. */
export function whyNoOtherUser(): string | null {
  try {
    execFileSync('setpriv', [...AS_OTHER, 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return 'running as another user is not permitted here';
  }
}

/** Runs a command to its end as {@link OTHER_USER}. */
export function asOther(command: string[], env: Record<string, string>): Ran {
  const { status, signal, stdout, stderr } = spawnSync('setpriv', [...AS_OTHER, ...command], {
    cwd: '/',
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, signal, stdout, stderr };
}

/** A lab whose home belongs to {@link OTHER_USER}, who runs everything in it. */
export class OtherUserLab extends Lab {
  constructor() {
    super();
    for (const folder of [this.home, this.folder]) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
      fs.chownSync(folder, OTHER_USER, OTHER_USER);
    }
    this.env.HOME = this.folder;
  }

  override async opm(args: string[]): Promise<Ran> {
    const { file, args: words } = opmCommand(args);
    return asOther([file, ...words], this.env);
  }

  /** Processes and threads that the user has. */
  threads(): number {
    return fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .reduce((sum, name) => {
        try {
          if (fs.statSync(`/proc/${name}`).uid !== OTHER_USER) return sum;
          return sum + fs.readdirSync(path.join('/proc', name, 'task')).length;
        } catch {
          return sum;
        }
      }, 0);
  }
}
