import { randomUUID } from 'node:crypto';
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
  readonly #apps: App[];

  constructor(sandbox: Sandbox, program: string, apps: App[]) {
    this.#sandbox = sandbox;
    this.#program = program;
    this.#folder = sandbox.folder();
    this.#apps = apps;
    const { name, argv, ready, restart } = apps[0]!;
    const [script, ...args] = argv;
    const app = {
      name,
      script,
      args,
      interpreter: 'none',
      autorestart: restart,
      max_restarts: 1_000_000,
      ...(ready === 'told' ? { wait_ready: true, listen_timeout: 30_000 } : {}),
    };
    fs.writeFileSync(this.#config, JSON.stringify({ apps: [app] }));
  }

  get #config(): string {
    return path.join(this.#folder, 'ecosystem.json');
  }

  /**
   * Has PM2 write the dump that `resurrect` reads, as its users do, from the first app. The others differ in their
   * names alone: PM2 would take half a minute to start a thousand of them only to be stopped again.
   */
  async save(): Promise<void> {
    await this.#run('start', this.#config);
    await this.#run('save');
    await this.down();
    const file = path.join(this.#folder, 'dump.pm2');
    const [first] = JSON.parse(fs.readFileSync(file, 'utf8')) as { name: string; unique_id: string }[];
    if (first === undefined) throw new Error('PM2 has saved nothing');
    const text = JSON.stringify(first);
    const all = this.#apps.map(({ name }) =>
      text.replaceAll(first.name, name).replaceAll(first.unique_id, randomUUID()),
    );
    fs.writeFileSync(file, `[${all.join(',')}]`);
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

  /** Not `pm2 kill`, which takes half a minute for a thousand processes and is not what is measured. */
  async down(): Promise<void> {
    this.#sandbox.end('PM2_HOME', this.#folder);
    for (const name of ['pm2.pid', 'rpc.sock', 'pub.sock', 'interactor.sock'])
      fs.rmSync(path.join(this.#folder, name), { force: true });
  }

  #run(...args: string[]) {
    return this.#sandbox.run(process.execPath, [this.#program, ...args], {
      env: this.#sandbox.env({ PM2_HOME: this.#folder, PM2_DISABLE_VERSION_CHECK: 'true' }),
      quiet: true,
    });
  }
}
