import fs from 'node:fs';
import path from 'node:path';
import { type Subject as Form, opmCommand } from '../../runner/subject.ts';
import type { Sandbox } from '../sandbox.ts';
import type { App, Stage, Subject } from './subject.ts';

/** OPM in one of its forms. */
export async function opmSubject(sandbox: Sandbox, form: Form): Promise<Subject> {
  const run = (args: string[], env = sandbox.env(), quiet = true) => {
    const command = opmCommand(args, form);
    return sandbox.run(command.file, command.args, { env, quiet });
  };
  const { stdout } = await run(['--version', '--json'], sandbox.env(), false);
  const { version, runtime } = JSON.parse(stdout) as { version: string; runtime: string };
  return {
    name: form === 'executable' ? 'opm' : `opm on ${form}`,
    version: `${version} (${runtime})`,
    kind: 'manager',
    isOpm: true,
    stage: async (apps) => new OpmStage(sandbox, form, apps),
    showVersion: async () => void (await run(['--version'])),
  };
}

/** The settings that make the comparison fair: others do not wait to see whether an app lives on. */
function configOf(apps: App[]): object {
  return {
    apps: apps.map(({ name, argv, ready, restart }) => ({
      name,
      command: argv,
      minUptime: 0,
      // A window this short makes every crash the first one, which is restarted at once.
      restart: { policy: restart ? 'always' : 'never', window: '1ms', maxRestarts: 1000 },
      ...(ready === 'told' ? { ready: { log: '^ready$', timeout: '30s' } } : {}),
    })),
  };
}

export class OpmStage implements Stage {
  readonly folder: string;
  readonly #sandbox: Sandbox;
  readonly #form: Form;
  #homes = 0;

  constructor(sandbox: Sandbox, form: Form, apps: App[]) {
    this.folder = sandbox.folder();
    this.#sandbox = sandbox;
    this.#form = form;
    fs.writeFileSync(path.join(this.folder, 'opm.config.json'), JSON.stringify(configOf(apps)));
  }

  get home(): string {
    return path.join(this.folder, `home-${this.#homes}`);
  }

  async up(): Promise<void> {
    await this.run('daemon', 'start');
  }

  async restore(): Promise<void> {
    await this.run('restore', '--config', path.join(this.folder, 'opm.config.json'));
  }

  async stopAll(): Promise<void> {
    await this.run('stop', 'all');
  }

  async list(): Promise<void> {
    await this.run('list');
  }

  async supervisor(): Promise<number> {
    const { pid } = JSON.parse((await this.run('daemon', 'status', '--json')).stdout) as { pid: number };
    return pid;
  }

  async down(): Promise<void> {
    await this.run('daemon', 'stop');
    fs.rmSync(this.home, { recursive: true, force: true });
    this.#homes += 1;
  }

  run(...args: string[]) {
    const { file, args: words } = opmCommand(args, this.#form);
    return this.#sandbox.run(file, words, {
      env: this.#sandbox.env({ OPM_HOME: this.home }),
      cwd: this.folder,
      quiet: !args.includes('--json'),
    });
  }
}
