import { messageOf } from '../../errors.ts';
import type { HookRestore } from '../../hooks/hook-runner.ts';
import type { HooksDue } from '../../ledger/facts.ts';
import type { HookRecord, ReportEntry, RestoreReport } from '../../protocol/restore-report.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import type { HookSession } from '../hook-session.ts';
import type { TransactionResult } from '../transaction/transaction.ts';

/** Why a restore failed of which the ledger has only that plugins prepared it. */
const NEVER_BEGUN = 'the daemon ended before anything was stopped or started';

/**
 * Runs `postRestore` or `restoreFailed` for a restore whose daemon died before it could: what a plugin has prepared, such
 * as taking a backend out of service, must not stay. They run at least once: a daemon may have died right after them.
 *
 * @param result how it ended, when this daemon has just finished it
 * @returns what went wrong, one sentence each
 */
export async function finishHooks(
  { fleet, hooks }: { fleet: Fleet; hooks: HookSession },
  result: TransactionResult | null,
): Promise<string[]> {
  const { journal } = fleet;
  const { due } = journal.state;
  if (due === null) return [];
  await hooks.revived();
  const runner = await hooks.prepare(due.plugins).catch((error: unknown) => messageOf(error));
  // They may be loadable again later: then the next daemon tells them.
  if (typeof runner === 'string') return [`the plugins of the interrupted restore cannot be told: ${runner}`];
  if (runner === null) return [];
  const attendance = hooks.attend(runner);
  const view = {
    ...(due.view as HookRestore),
    restoreId: due.restore,
    reason: 'recovery' as const,
    dryRun: false,
  };
  const isCommitted = due.outcome === 'committed';
  const report = reportOf(fleet, due, view, result);
  let records: HookRecord[];
  if (isCommitted) {
    ({ records } = await runner.postRestore(view, report));
    await attendance.keep();
  } else {
    ({ records } = await runner.restoreFailed(view, report, report.reason ?? undefined));
    attendance.undo();
    await runner.close();
  }
  journal.record([{ op: 'told', restore: due.restore }]);
  return records
    .filter(({ ok }) => !ok)
    .map(
      ({ plugin, hook, message }) =>
        `${hook} of the plugin ${plugin} failed: ${message ?? 'no reason given'}`,
    );
}

function reportOf(
  fleet: Fleet,
  due: HooksDue,
  { apps }: HookRestore,
  result: TransactionResult | null,
): RestoreReport {
  const isCommitted = due.outcome === 'committed';
  const entries = (wanted: HookRestore['apps'][number]['actions'][number]): ReportEntry[] =>
    apps.flatMap(({ name, actions }) =>
      actions.flatMap((action, instance) =>
        action === wanted ? [entryOf(fleet, { name, instance, isRunning: action !== 'stop' })] : [],
      ),
    );
  return {
    outcome: isCommitted ? (result?.outcome ?? 'committed') : 'rolled-back',
    started: isCommitted ? entries('start') : [],
    replaced: isCommitted ? entries('replace') : [],
    kept: entries('keep'),
    stopped: isCommitted ? entries('stop') : [],
    failed: result?.failed ?? [],
    hooks: [],
    durationMs: Math.max(0, Date.now() - Date.parse(due.at)),
    reason: isCommitted ? null : (due.reason ?? NEVER_BEGUN),
    warnings: result?.warnings ?? [],
  };
}

function entryOf(
  { journal, supervisor }: Fleet,
  { name, instance, isRunning }: { name: string; instance: number; isRunning: boolean },
): ReportEntry {
  const found = [...journal.state.instances.values()].find(
    ({ spec }) => isRunning && spec.name === name && spec.instance === instance,
  );
  const pid = found === undefined ? null : (supervisor.get(found.id).alive?.identity.pid ?? null);
  return { id: found?.id ?? null, name, instance, pid, ms: null };
}
