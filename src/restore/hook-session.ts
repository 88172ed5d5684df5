import { isDeepStrictEqual } from 'node:util';
import type { PluginEntry } from '../config/instance/instance-spec.ts';
import type { HookLog, HookProgress, HookRestore, HookRunner } from '../hooks/hook-runner.ts';
import type { LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';

/** The daemon's plugins: those of the last committed restore. Holds the variables they provided, in memory only. */
export class HookSession {
  readonly #home: string;
  readonly #journal: Journal;
  readonly #log: (line: HookLog) => void;
  #runner: HookRunner | null = null;
  #env = new Map<string, Record<string, string>>();
  #recovering: Promise<void> | null = null;
  #revival: Promise<void> = Promise.resolve();
  /** Events that could not be delivered yet; `null` once {@link revive} is over. */
  #early: ((runner: HookRunner) => void)[] | null = [];

  constructor(options: { home: string; journal: Journal; log: (line: HookLog) => void }) {
    this.#home = options.home;
    this.#journal = options.journal;
    this.#log = options.log;
  }

  /**
   * Tells the plugins of a process event. Events that occur while the plugins of the previous daemon are still being
   * loaded are delivered afterwards.
   */
  tell(event: (runner: HookRunner) => void): void {
    if (this.#runner !== null) event(this.#runner);
    else this.#early?.push(event);
  }

  /**
   * A runner for these plugins; `null` when there are none. {@link attend} puts it in place of the current one.
   *
   * @throws OpmError (78) that lists every problem of every plugin
   */
  async prepare(
    entries: PluginEntry[],
    on: { onLog?: (line: HookLog) => void; onHook?: (progress: HookProgress) => void } = {},
  ): Promise<HookRunner | null> {
    if (entries.length === 0) return null;
    const { createHookRunner } = await import('../hooks/create-hook-runner.ts');
    return createHookRunner({
      entries,
      home: this.#home,
      onLog: (line) => {
        this.#log(line);
        on.onLog?.(line);
      },
      ...(on.onHook === undefined ? {} : { onHook: on.onHook }),
    });
  }

  /**
   * From now on these plugins receive process events, including those of a running restore. The previous plugins are
   * kept until the outcome of the restore is known: `keep` ends them, `undo` puts them back.
   */
  attend(runner: HookRunner | null): { keep(): Promise<void>; undo(): void } {
    const before = this.#runner;
    this.#runner = runner;
    return {
      keep: async () => {
        if (before !== runner) await before?.close();
      },
      undo: () => {
        this.#runner = before;
      },
    };
  }

  /** What plugins provide for these apps from now on. Returns a function that undoes it. */
  offer(apps: Iterable<string>, env: Record<string, Record<string, string>>): () => void {
    const before = this.#env;
    this.#env = new Map(before);
    for (const app of apps) {
      const vars = env[app];
      if (vars === undefined) this.#env.delete(app);
      else this.#env.set(app, vars);
    }
    return () => {
      this.#env = before;
    };
  }

  /** Names of the variables that plugins provided for an app. */
  envNames(app: string): string[] {
    return Object.keys(this.#env.get(app) ?? {}).sort();
  }

  /**
   * What plugins provide for an instance. After the daemon has recovered, `preRestore` runs again first: such values
   * are in no file.
   *
   * @throws Error when the plugins refuse, so that the app is not started without its secrets
   */
  async envFor(instance: LedgerInstance): Promise<Record<string, string>> {
    const { name } = instance.spec;
    if (!this.#env.has(name)) {
      this.#recovering ??= this.#recover().finally(() => {
        this.#recovering = null;
      });
      await this.#recovering;
    }
    const env = this.#env.get(name);
    const missing = instance.pluginEnv.filter((variable) => env?.[variable] === undefined);
    if (missing.length > 0) {
      throw new Error(`Cannot start "${name}": no plugin provides ${missing.join(', ')} any more`);
    }
    return env ?? {};
  }

  /**
   * Loads the plugins of the last committed restore, so that they receive process events after the daemon was
   * replaced or has recovered.
   *
   * @throws OpmError (78) when they can no longer be loaded
   */
  revive(): Promise<void> {
    const revival = this.#revive();
    this.#revival = revival.catch(() => {});
    return revival;
  }

  /** Resolves once the plugins of the last committed restore are loaded, or cannot be. */
  async revived(): Promise<void> {
    await this.#revival;
  }

  async #revive(): Promise<void> {
    const entries = this.#journal.state.context?.plugins ?? [];
    try {
      if (this.#runner !== null || entries.length === 0) return;
      const runner = await this.prepare(entries);
      // A restore may have brought its own in the meantime.
      if (this.#runner === null) this.attend(runner);
      else await runner?.close();
    } finally {
      const early = this.#early ?? [];
      this.#early = null;
      for (const event of early) this.tell(event);
    }
  }

  async close(): Promise<void> {
    await this.#runner?.close();
    this.#runner = null;
  }

  async #recover(): Promise<void> {
    const { context } = this.#journal.state;
    const entries = context?.plugins ?? [];
    const isSame = this.#runner !== null && isDeepStrictEqual(this.#runner.entries, entries);
    const runner = isSame ? this.#runner : await this.prepare(entries);
    if (runner === null) return;
    const instances = [...this.#journal.state.instances.values()];
    const outcome = await runner.preRestore(recoveryView(instances, context?.source ?? null));
    if (outcome.veto !== null) {
      if (!isSame) await runner.close();
      throw new Error(
        `The plugin "${outcome.veto.plugin}" refused: ${outcome.veto.message ?? 'no reason given'}`,
      );
    }
    this.offer(Object.keys(outcome.env), outcome.env);
    await this.attend(runner).keep();
  }
}

function recoveryView(instances: LedgerInstance[], source: HookRestore['source'] | null): HookRestore {
  return {
    restoreId: 'recovery',
    reason: 'recovery',
    source: source ?? { kind: 'ledger', path: null },
    dryRun: false,
    apps: hookApps(instances.map(({ spec }) => ({ spec, action: 'start' }))),
  };
}

/** What plugins are told about the apps of a plan. */
export function hookApps(
  steps: { spec: LedgerInstance['spec']; action: 'start' | 'replace' | 'keep' | 'stop' }[],
): HookRestore['apps'] {
  const apps = new Map<string, HookRestore['apps'][number]>();
  for (const { spec, action } of steps) {
    let app = apps.get(spec.name);
    if (app === undefined) {
      app = {
        name: spec.name,
        namespace: spec.namespace,
        instances: 0,
        ports: [],
        command: spec.argv,
        cwd: spec.cwd,
        user: spec.user ?? null,
        dependsOn: spec.dependsOn,
        env: Object.keys(spec.env),
        actions: [],
      };
      apps.set(spec.name, app);
    }
    app.instances += 1;
    app.actions.push(action);
    if (spec.port !== undefined) app.ports.push(spec.port);
  }
  return [...apps.values()];
}
