import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { EXIT, messageOf, OpmError } from '../errors.ts';
import type { HookRestore, HookRunner } from '../hooks/hook-runner.ts';
import type { Intents, RestoreRequest } from '../protocol/intents.ts';
import type {
  FailedEntry,
  HookRecord,
  ReportEntry,
  RestoredFrom,
  RestoreEvent,
  RestoreReport,
} from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { DueHooks } from './after/due-hooks.ts';
import { reportOf } from './build-report.ts';
import { checkPlan, type RefusedStep, refusalReason, stopsSomething } from './check-plan.ts';
import { existingInstances } from './existing-instances.ts';
import { type HookSession, hookApps } from './hook-session.ts';
import { areOnline, keptIds, renewKept } from './kept.ts';
import { makePlan, type PlanStep, planEvent, selectOnly, specOf, type WantedInstance } from './plan.ts';
import { type ResolvedSource, resolveSource } from './restore-source.ts';
import { carryOut, NOTHING_DONE, type TransactionResult } from './transaction/transaction.ts';

type Result = Intents['restore']['result'];

/** `--only` names an app that is not in the set. */
function unknownOnly(unknown: string[], known: string[]): OpmError {
  return new OpmError({
    code: 'TARGET_UNKNOWN',
    exitCode: EXIT.failed,
    message: `--only names unknown apps: ${unknown.join(', ')}. Known apps: ${[...new Set(known)].join(', ')}`,
  });
}

/**
 * Runs one restore from request to report: source, plugins, plan, transaction, plugins again. The caller makes sure
 * that no other restore is running.
 *
 * @throws OpmError when nothing was started: bad source, bad plugins, a ledger that cannot be written
 */
export async function performRestore(
  tools: { fleet: Fleet; hooks: HookSession; snapshots: string },
  request: RestoreRequest,
  options: { cancelled: AbortSignal; emit: (event: RestoreEvent) => void },
): Promise<Result> {
  const { fleet, hooks } = tools;
  const begunMs = performance.now();
  const source = await resolveSource(request, fleet.journal.state, tools.snapshots, fleet.machine.newLinks());
  options.emit({ kind: 'source', source: restoredFrom(source, request) });
  for (const message of source.warnings) options.emit({ kind: 'warning', message });
  const selected = select(source.wanted, request.only);
  const prune = request.prune && request.only === null;
  const runner = await hooks.prepare(source.context.plugins, {
    onLog: ({ plugin, level, message }) => options.emit({ kind: 'log', plugin, level, message }),
    onHook: (progress) => options.emit({ kind: 'hook', ...progress }),
  });
  const run = new RestoreRun({ ...tools, request, source, runner, prune, begunMs, ...options });
  try {
    return await run.run(selected);
  } catch (error) {
    await run.failed(error);
    throw error;
  } finally {
    if (!run.isCommitted) await runner?.close();
  }
}

function select(wanted: WantedInstance[], only: string[] | null): WantedInstance[] {
  if (only === null) return wanted;
  const { selected, unknown } = selectOnly(wanted, only);
  if (unknown.length > 0)
    throw unknownOnly(
      unknown,
      wanted.map(({ spec }) => spec.name),
    );
  return selected;
}

interface RunOptions {
  fleet: Fleet;
  hooks: HookSession;
  request: RestoreRequest;
  source: ResolvedSource;
  runner: HookRunner | null;
  prune: boolean;
  begunMs: number;
  cancelled: AbortSignal;
  emit: (event: RestoreEvent) => void;
}

class RestoreRun {
  isCommitted = false;
  readonly #id = randomUUID();
  readonly #records: HookRecord[] = [];
  #planned: PlanStep[] = [];
  readonly #options: RunOptions;
  readonly #due: DueHooks;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#due = new DueHooks(options.fleet.journal, this.#id);
  }

  async run(selected: WantedInstance[]): Promise<Result> {
    const { request, source, runner, emit, cancelled } = this.#options;
    const { dryRun } = request;
    let plan = this.#plan(selected);
    const warnings = [...source.warnings];
    let env: Record<string, Record<string, string>> = {};
    if (runner !== null) {
      const view = this.#view(plan);
      const checked = await runner.checkRestore(view, cancelled);
      this.#records.push(...checked.records);
      if (checked.problems.length > 0) return this.#refused(plan, checked.problems);
      // What a plugin prepares, such as taking a backend out of service, is an effect as well.
      const early = await this.#check(plan, null);
      if (early.length > 0 && !request.keepGoing) return this.#impossible(plan, early, warnings);
      if (!dryRun) await this.#due.announce(runner, view);
      const outcome = await runner.preRestore(view, cancelled);
      this.#records.push(...outcome.records);
      if (outcome.veto !== null) return this.#refused(plan, [outcome.veto]);
      const skipped = new Set(outcome.skip);
      if (skipped.size > 0) warnings.push(`Skipped by plugins: ${[...skipped].join(', ')}`);
      env = outcome.env;
      const wanted = selected.filter(({ spec }) => !skipped.has(spec.name));
      // A dry run has not asked every plugin: variables it did not get are assumed to be unchanged.
      plan = this.#plan(
        dryRun ? wanted : wanted.map((one) => ({ ...one, pluginEnv: namesOf(env[one.spec.name]) })),
        skipped,
      );
    }
    const refused = await this.#check(plan, env);
    const isRefused = refused.length > 0 && !request.keepGoing;
    if (dryRun || !isRefused) emit({ ...planEvent(plan), ...(dryRun ? { dryRun } : {}) });
    for (const [app, vars] of dryRun ? Object.entries(env) : []) {
      warnings.push(`Plugins would set for "${app}" the variables ${namesOf(vars).join(', ')}`);
    }
    if (dryRun || isRefused) return this.#impossible(plan, refused, warnings);
    return this.#carryOut(plan, refused, warnings, env);
  }

  /** It ended with an error: the plugins that prepared it are still told. */
  async failed(error: unknown): Promise<void> {
    if (!this.#due.areDue) return;
    const reason = messageOf(error);
    await this.#after(this.#planned, this.#report(this.#planned, { ...planned([]), reason }, 'rolled-back'));
  }

  /** What is known to be impossible beforehand. A restore that stops nothing finds out by itself. */
  async #check(plan: PlanStep[], env: Record<string, Record<string, string>> | null): Promise<RefusedStep[]> {
    const { fleet, request } = this.#options;
    return request.dryRun || stopsSomething(plan) ? checkPlan(fleet, plan, env) : [];
  }

  /** A dry run ends here, and so does a restore that is known to be impossible: nothing was done. */
  async #impossible(plan: PlanStep[], refused: RefusedStep[], warnings: string[]): Promise<Result> {
    const { dryRun } = this.#options.request;
    const failed = refused.map(({ failure }) => failure);
    const reason = failed.length === 0 ? null : refusalReason(refused);
    const result = { ...planned(warnings), failed, reason: dryRun ? null : reason };
    const report = this.#report(plan, result, dryRun ? 'planned' : 'rolled-back');
    if (!dryRun) await this.#after(plan, report);
    return { report, exitCode: failed.length === 0 ? EXIT.ok : EXIT.failed };
  }

  /** Plugins found a problem, or one vetoed: nothing was done. */
  async #refused(plan: PlanStep[], records: HookRecord[]): Promise<Result> {
    const reasons = records.map(({ plugin, hook, message }) => `${plugin} (${hook}): ${message ?? 'failed'}`);
    const reason = `nothing was started, because plugins refused: ${reasons.join('; ')}`;
    const report = this.#report(plan, { ...planned([]), reason }, 'rolled-back');
    if (!this.#options.request.dryRun) await this.#after(plan, report);
    const { cancelled } = this.#options;
    return { report, exitCode: cancelled.aborted ? EXIT.interrupted : EXIT.failed };
  }

  async #carryOut(
    whole: PlanStep[],
    refused: RefusedStep[],
    warnings: string[],
    env: Record<string, Record<string, string>>,
  ): Promise<Result> {
    const plan = whole.filter((step) => !refused.some((one) => one.step === step));
    const { fleet, hooks, source, request, cancelled, emit, runner } = this.#options;
    const kept = keptIds(fleet, plan);
    const nothingToDo =
      plan.every(({ kind }) => kind === 'keep') &&
      areOnline(fleet, kept) &&
      isDeepStrictEqual(source.context, fleet.journal.state.context);
    const undoOffer = hooks.offer(new Set(plan.map((step) => specOf(step).name)), env);
    const attendance = hooks.attend(runner);
    try {
      const result = nothingToDo
        ? NOTHING_DONE
        : await carryOut(fleet, plan, source.context, {
            keepGoing: request.keepGoing,
            timeoutMs: request.timeoutMs ?? source.context.settings.timeoutMs,
            ...{ cancelled, emit, kept, id: this.#id },
          });
      this.isCommitted = result.outcome !== 'rolled-back';
      if (this.isCommitted) renewKept(fleet, plan);
      const failed = [...refused.map(({ failure }) => failure), ...result.failed];
      const outcome = result.outcome === 'committed' && failed.length > 0 ? 'partial' : result.outcome;
      const all = [...warnings, ...result.warnings];
      return await this.#concluded(plan, { ...result, outcome, failed, warnings: all });
    } finally {
      if (this.isCommitted) await attendance.keep();
      else {
        attendance.undo();
        undoOffer();
      }
    }
  }

  async #concluded(plan: PlanStep[], result: TransactionResult): Promise<Result> {
    const { cancelled, source } = this.#options;
    const report = this.#report(plan, result, result.outcome);
    const degraded = await this.#after(plan, report);
    report.durationMs = this.#durationMs();
    if (result.outcome === 'rolled-back') {
      return { report, exitCode: cancelled.aborted ? EXIT.interrupted : EXIT.failed };
    }
    const isDegraded = result.outcome === 'partial' || degraded || source.degraded;
    return { report, exitCode: isDegraded ? EXIT.degraded : EXIT.ok };
  }

  /** The hooks after the restore. True when one of them failed. */
  async #after(plan: PlanStep[], report: RestoreReport): Promise<boolean> {
    const { runner } = this.#options;
    if (runner === null) return false;
    try {
      const view = this.#view(plan);
      if (this.isCommitted) {
        const { records, degraded } = await runner.postRestore(view, report);
        this.#records.push(...records);
        return degraded;
      }
      const { records } = await runner.restoreFailed(view, report, report.reason ?? undefined);
      this.#records.push(...records);
      return false;
    } catch (error) {
      report.warnings.push(`The hooks after the restore could not run: ${messageOf(error)}`);
      return true;
    } finally {
      this.#due.told();
    }
  }

  #plan(wanted: WantedInstance[], skipped: Set<string> = new Set()): PlanStep[] {
    const { fleet, prune } = this.#options;
    // What a plugin skips is neither started nor stopped.
    const existing = existingInstances(fleet).filter(({ spec }) => !skipped.has(spec.name));
    this.#planned = makePlan({ wanted, existing, prune });
    return this.#planned;
  }

  #view(plan: PlanStep[]): HookRestore {
    const { source, request } = this.#options;
    return {
      restoreId: this.#id,
      reason: 'restore',
      source: source.context.source,
      dryRun: request.dryRun,
      apps: hookApps(
        plan.flatMap((step) => (step.kind === 'define' ? [] : [{ spec: specOf(step), action: step.kind }])),
      ),
    };
  }

  #report(
    plan: PlanStep[],
    result: Pick<TransactionResult, 'started' | 'stopped' | 'failed' | 'warnings' | 'reason' | 'notPutBack'>,
    outcome: RestoreReport['outcome'],
  ): RestoreReport {
    const { fleet, source, request } = this.#options;
    return reportOf({
      ...{ fleet, plan, result, outcome },
      source: restoredFrom(source, request),
      hooks: this.#records,
      durationMs: this.#durationMs(),
    });
  }

  #durationMs(): number {
    return Math.round(performance.now() - this.#options.begunMs);
  }
}

function restoredFrom({ context }: ResolvedSource, { because }: RestoreRequest): RestoredFrom {
  return { ...context.source, because: because ?? null };
}

function namesOf(vars: Record<string, string> | undefined): string[] {
  return Object.keys(vars ?? {}).sort();
}

function planned(warnings: string[]) {
  const none: ReportEntry[] = [];
  return { started: none, stopped: none, failed: [] as FailedEntry[], warnings, reason: null };
}
