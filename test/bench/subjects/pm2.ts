import fs from 'node:fs';
import path from 'node:path';
import type { Sandbox } from '../sandbox.ts';
import type { App, Stage, Subject } from './subject.ts';

export const PM2_VERSION = '7.0.4';

/**
 * PM2, from the registry, in a folder of this run.
 *
 * @param options.installed a folder that has it in `node_modules` already
 * @throws Error when it cannot be installed
 */
export async function pm2Subject(
  sandbox: Sandbox,
  { installed }: { installed: string | undefined },
): Promise<Subject> {
  const folder = installed ?? (await install(sandbox));
  const program = path.join(folder, 'node_modules/pm2/bin/pm2');
  const manifest = fs.readFileSync(path.join(folder, 'node_modules/pm2/package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return {
    name: 'pm2',
    version: `${version} (node ${process.versions.node})`,
    kind: 'manager',
    isOpm: false,
    async stage(apps) {
      const stage = new Pm2Stage(sandbox, program, apps);
      await stage.save();
      return stage;
    },
    async showVersion() {
      await sandbox.run(process.execPath, [program, '--version'], { quiet: true });
    },
  };
}

async function install(sandbox: Sandbox): Promise<string> {
  const folder = sandbox.folder();
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', `pm2@${PM2_VERSION}`];
  await sandbox.run('npm', args, {
    cwd: folder,
    env: { ...(process.env as Record<string, string>), ...sandbox.env() },
  });
  return folder;
}

class Pm2Stage implements Stage {
  readonly #sandbox: Sandbox;
  readonly #program: string;
  readonly #folder: string;

  constructor(sandbox: Sandbox, program: string, apps: App[]) {
    this.#sandbox = sandbox;
    this.#program = program;
    this.#folder = sandbox.folder();
    const list = apps.map(({ name, argv: [script, ...args], ready, restart }) => ({
      name,
      script,
      args,
      interpreter: 'none',
      autorestart: restart,
      max_restarts: 1_000_000,
      ...(ready === 'told' ? { wait_ready: true, listen_timeout: 30_000 } : {}),
    }));
    fs.writeFileSync(this.#config, JSON.stringify({ apps: list }));
  }

  get #config(): string {
    return path.join(this.#folder, 'ecosystem.json');
  }

  /** Has PM2 write the dump that `resurrect` reads, from the running fleet, as its users do. */
  async save(): Promise<void> {
    await this.#run('start', this.#config);
    await this.#run('save');
    await this.down();
  }

  async up(): Promise<void> {
    await this.#run('ping');
  }

  async restore(): Promise<void> {
    await this.#run('resurrect');
  }

  async stopAll(): Promise<void> {
    await this.#run('stop', 'all');
  }

  async list(): Promise<void> {
    await this.#run('list');
  }

  async supervisor(): Promise<number> {
    return Number(fs.readFileSync(path.join(this.#folder, 'pm2.pid'), 'utf8'));
  }

  async down(): Promise<void> {
    await this.#run('kill');
  }

  #run(...args: string[]) {
    return this.#sandbox.run(process.execPath, [this.#program, ...args], {
      env: this.#sandbox.env({ PM2_HOME: this.#folder, PM2_DISABLE_VERSION_CHECK: 'true' }),
      quiet: true,
    });
  }
}
