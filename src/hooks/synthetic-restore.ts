import type { ExitedProcess, PluginApp, RestoreContext, RestoreReport } from '../plugin.ts';

/** A simulated restore, as the hooks of a plugin under test see it. */
export interface SyntheticRestore {
  restore: Omit<RestoreContext, 'plugin' | 'options' | 'configDir' | 'state' | 'signal' | 'log'>;
  /** For `postRestore`. */
  committed: RestoreReport;
  /** For `restoreFailed`. */
  rolledBack: RestoreReport;
  failure: string;
  process: ExitedProcess;
}

/** What a test may specify; the rest is simulated. */
export interface SyntheticRestoreOptions {
  /** Names, or apps of which only the name is required. Default: `api` with two instances, and `worker`. */
  apps?: readonly (string | (Partial<PluginApp> & { name: string }))[];
  reason?: 'restore' | 'recovery';
  source?: RestoreContext['source'];
  dryRun?: boolean;
  /** Fields that override the simulated report. */
  report?: Partial<RestoreReport>;
  /** `ctx.failure` of `restoreFailed`. */
  failure?: string;
  /** Fields that override the simulated process. */
  process?: Partial<ExitedProcess>;
}

const FIRST_PID = 4001;
const AT = '2030-01-02T03:04:05.000Z';

/** Builds a restore that starts every app, once with success and once without. */
export function syntheticRestore(options: SyntheticRestoreOptions): SyntheticRestore {
  const apps = (options.apps ?? [{ name: 'api', instances: 2, ports: [3000, 3001] }, 'worker']).map(
    completed,
  );
  const entries = apps
    .flatMap((app) => Array.from({ length: app.instances }, (_, instance) => ({ name: app.name, instance })))
    .map((each, index) => ({ id: index + 1, ...each, pid: FIRST_PID + index, ms: 10 * (index + 1) }));
  const failure =
    options.failure ?? `${entries[0]?.name ?? 'api'}:0: it exited with code 1 before it was ready`;
  const report: RestoreReport = {
    outcome: 'committed',
    started: entries,
    replaced: [],
    kept: [],
    stopped: [],
    failed: [],
    hooks: [],
    durationMs: 120,
    warnings: [],
  };
  const failed = entries
    .slice(0, 1)
    .map(({ name, instance }) => ({ name, instance, reason: failure, log: [] }));
  return {
    restore: {
      restoreId: 'test-restore',
      reason: options.reason ?? 'restore',
      source: options.source ?? { kind: 'config', path: '/srv/opm.config.json' },
      dryRun: options.dryRun ?? false,
      apps,
    },
    committed: { ...report, ...options.report },
    rolledBack: { ...report, outcome: 'rolled-back', started: [], failed, ...options.report },
    failure,
    process: {
      id: 1,
      name: apps[0]?.name ?? 'api',
      instance: 0,
      pid: FIRST_PID,
      at: AT,
      exitCode: 1,
      signal: null,
      status: 'backoff',
      ...options.process,
    },
  };
}

function completed(given: string | (Partial<PluginApp> & { name: string })): PluginApp {
  const app = typeof given === 'string' ? { name: given } : given;
  const instances = app.instances ?? 1;
  return {
    namespace: 'default',
    instances,
    ports: [],
    command: ['node', `${app.name}.js`],
    cwd: '/srv',
    user: null,
    dependsOn: [],
    env: [],
    actions: Array.from({ length: instances }, () => 'start' as const),
    ...app,
  };
}
