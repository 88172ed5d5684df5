import { DEFAULT_SETTINGS } from '../config/schema/settings-schema.ts';
import { EXIT, OpmError } from '../errors.ts';
import type { RestoreContext } from '../ledger/facts.ts';
import type { LedgerState } from '../ledger/fold.ts';
import type { RestoreRequest } from '../protocol/intents.ts';
import type { Links } from '../supervise/start/read-links.ts';
import type { WantedInstance } from './plan.ts';

/** What a restore should bring back. */
export interface ResolvedSource {
  context: RestoreContext;
  wanted: WantedInstance[];
  warnings: string[];
  /** An older generation had to be used. */
  degraded: boolean;
}

function nothingSaved(): OpmError {
  return new OpmError({
    code: 'NOTHING_TO_RESTORE',
    exitCode: EXIT.failed,
    message:
      'There is nothing to restore: no config file was given, nothing has been saved, and no app has been started. ' +
      'Run "opm restore --config FILE", or "opm start" and then "opm save"',
  });
}

/**
 * The wanted set of a restore request: the config it carries, a snapshot, or what the ledger last wanted.
 *
 * @throws OpmError NOTHING_TO_RESTORE (1), or what reading the snapshots reports (65)
 */
export async function resolveSource(
  request: RestoreRequest,
  state: LedgerState,
  snapshots: string,
  links: Links,
): Promise<ResolvedSource> {
  const source = await sourceOf(request, state, snapshots);
  // Its links are as they were when it was written: a release that was switched since is wanted now.
  const wanted = source.wanted.map(async (one) => ({ ...one, spec: await links.relink(one.spec) }));
  return { ...source, wanted: await Promise.all(wanted) };
}

async function sourceOf(
  request: RestoreRequest,
  state: LedgerState,
  snapshots: string,
): Promise<ResolvedSource> {
  const { source } = request;
  switch (source.kind) {
    case 'config':
      return {
        context: {
          source: { kind: 'config', path: source.file },
          settings: source.settings,
          plugins: source.plugins,
        },
        wanted: source.instances.map((spec) => ({ spec, want: 'running', inheritedEnv: request.env })),
        warnings: [],
        degraded: false,
      };
    case 'snapshot':
      return fromSnapshot(snapshots, source.generation);
    case 'auto': {
      const { wasEverSaved } = await import('../ledger/snapshot/snapshot.ts');
      return (await wasEverSaved(snapshots)) ? fromSnapshot(snapshots, null) : fromLedger(state);
    }
  }
}

async function fromSnapshot(folder: string, generation: number | null): Promise<ResolvedSource> {
  const { readNewestGood, readSnapshot } = await import('../ledger/snapshot/snapshot.ts');
  const { snapshot, damaged } =
    generation === null
      ? await readNewestGood(folder)
      : { snapshot: await readSnapshot({ folder, generation }), damaged: [] };
  const { config, instances } = snapshot.payload;
  return {
    context: {
      source: { kind: 'snapshot', path: snapshot.file },
      settings: config.settings,
      plugins: config.plugins,
    },
    wanted: instances.map(({ spec, wanted, inheritedEnv }) => ({ spec, want: wanted, inheritedEnv })),
    warnings: damaged.map(
      ({ generation: number, reason, keptAs }) =>
        `Generation ${number} of the snapshot is damaged (${reason}); it was kept as "${keptAs}", and generation ` +
        `${snapshot.generation} of ${snapshot.payload.createdAt} is used instead`,
    ),
    degraded: damaged.length > 0,
  };
}

function fromLedger(state: LedgerState): ResolvedSource {
  const instances = [...state.instances.values()].filter(({ want }) => want === 'running');
  if (instances.length === 0) throw nothingSaved();
  const context = state.context ?? { settings: DEFAULT_SETTINGS, plugins: [] };
  return {
    context: { ...context, source: { kind: 'ledger', path: null } },
    wanted: instances.map(({ spec, env }) => ({
      spec,
      want: 'running',
      inheritedEnv: state.envs.get(env ?? '') ?? {},
    })),
    warnings: [],
    degraded: false,
  };
}
