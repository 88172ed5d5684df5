import { lstatSync } from 'node:fs';
import { byteSizeText } from '../../byte-size.ts';
import { messageOf } from '../../errors.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import { DEFAULT_KEEP, type LogRule, type RotationReport, usedBytes } from '../../logs/rotation-job.ts';
import type { Deadline } from '../deadlines.ts';
import type { Carer, CarerTools } from './carer.ts';

/**
 * The shortest and the longest delay before a log's size is checked again; in between, it depends on how fast the log
 * grows.
 */
const SOONEST_MS = 200;
const LATEST_MS = 10_000;
/** After a log could not be rotated. */
const TRY_AGAIN_MS = 60_000;
/** For what depends on time rather than on size: ages, and the disk space that others leave. */
const ROUTINE_MS = 3_600_000;

interface Size {
  bytes: number;
  atMs: number;
  nextMs: number;
  /** How long after this look the next one is. */
  delayMs: number;
}

interface Log extends LogRule {
  /** A start is waiting for a line of it (`ready.log`): it is not rotated meanwhile. */
  isAwaited: boolean;
}

/**
 * Has logs rotated once they reach their `maxSize`, and keeps all of them within their budget. A look costs one system
 * call per file, and the data of a log is never read here: another process does the work.
 */
export class RotationCarer implements Carer {
  readonly #tools: CarerTools;
  readonly #logsOf = new Map<number, Log[]>();
  readonly #sizes = new Map<string, Size>();
  /** What has been reported already. */
  readonly #said = new Set<string>();
  #next: { deadline: Deadline; atMs: number } | null = null;
  #isWorking = false;
  #isClosed = false;
  #lastWorkMs = Number.NEGATIVE_INFINITY;
  /** The size of all generations when the last rotation ended. */
  #keptBytes = 0;

  constructor(tools: CarerTools) {
    this.#tools = tools;
  }

  see(id: number, instance: LedgerInstance | null): void {
    if (instance === null) this.#logsOf.delete(id);
    else this.#logsOf.set(id, logsOf(instance));
    if (!this.#isWorking) this.#lookAfter(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#next?.deadline.cancel();
  }

  /** At the latest; an earlier look stays. */
  #lookAfter(delayMs: number): void {
    if (this.#isClosed) return;
    const { deadlines } = this.#tools.fleet.machine;
    const atMs = deadlines.now() + delayMs;
    if (this.#next !== null && this.#next.atMs <= atMs) return;
    this.#next?.deadline.cancel();
    const deadline = deadlines.after(delayMs, () => {
      this.#next = null;
      this.#look();
    });
    this.#next = { deadline, atMs };
  }

  #look(): void {
    const logs = this.#logs();
    const budget = this.#budget;
    if (!logs.some(({ maxSize, maxAgeMs }) => maxSize !== null || maxAgeMs !== null) && budget === null)
      return;
    const nowMs = this.#tools.fleet.machine.deadlines.now();
    let isDue =
      nowMs - this.#lastWorkMs >= ROUTINE_MS &&
      (budget !== null || logs.some((log) => log.maxAgeMs !== null));
    let nextMs = nowMs + LATEST_MS;
    let total = this.#keptBytes;
    for (const log of logs) {
      const size = this.#sizeOf(log, nowMs);
      total += size.bytes;
      const isFull = log.maxSize !== null && !log.isAwaited && size.bytes >= log.maxSize;
      if (isFull && size.nextMs <= nowMs) isDue = true;
      nextMs = Math.min(nextMs, Math.max(size.nextMs, nowMs + SOONEST_MS));
    }
    if (budget !== null && total > budget && nowMs - this.#lastWorkMs >= LATEST_MS) isDue = true;
    if (isDue) void this.#work(logs, budget);
    else this.#lookAfter(nextMs - nowMs);
  }

  /** Its size, checked when it is time. One that grows fast is checked again before it is full. */
  #sizeOf({ path, maxSize }: Log, nowMs: number): Size {
    const known = this.#sizes.get(path);
    if (known !== undefined && known.nextMs > nowMs) return known;
    const bytes = bytesOf(path);
    const grownBy = known === undefined ? 0 : Math.max(0, bytes - known.bytes);
    const perMs = known === undefined ? 0 : grownBy / Math.max(1, nowMs - known.atMs);
    const fullInMs = maxSize === null || perMs === 0 ? LATEST_MS : Math.max(0, maxSize - bytes) / perMs;
    const isFull = maxSize !== null && bytes >= maxSize;
    // How fast it grows shows at the second look, so the first ones are close together.
    const patienceMs = known === undefined ? SOONEST_MS : known.delayMs * 2;
    const delayMs = Math.max(SOONEST_MS, Math.min(LATEST_MS, fullInMs, patienceMs));
    const size = { bytes, atMs: nowMs, nextMs: nowMs + (isFull ? 0 : delayMs), delayMs };
    this.#sizes.set(path, size);
    return size;
  }

  async #work(logs: Log[], budget: number | null): Promise<void> {
    this.#isWorking = true;
    const { machine } = this.#tools.fleet;
    const job = logs.map(({ isAwaited, ...rule }) => (isAwaited ? { ...rule, maxSize: null } : rule));
    try {
      const report = await machine.rotateLogs({ logs: job, force: false, budget });
      this.#conclude(report);
    } catch (error) {
      this.#sayOnce(`logs could not be rotated: ${messageOf(error)}`);
    }
    this.#isWorking = false;
    this.#lastWorkMs = machine.deadlines.now();
    this.#lookAfter(SOONEST_MS);
  }

  #conclude({ rotated, removed, problems, usedBytes: used, shrunkTo }: RotationReport): void {
    const nowMs = this.#tools.fleet.machine.deadlines.now();
    // One that was full and still is (somebody holds its lock) is not retried at once.
    for (const size of this.#sizes.values()) size.nextMs = Math.max(size.nextMs, nowMs + LATEST_MS);
    for (const { path, method } of rotated) {
      this.#sizes.delete(path);
      if (method === 'copied') {
        this.#sayOnce(
          `"${path}" is rotated by copying and emptying it, since its file system can take nothing out of it: lines ` +
            'written in that moment are lost',
        );
      }
    }
    for (const { path, message } of problems) {
      const nextMs = nowMs + TRY_AGAIN_MS;
      this.#sizes.set(path, { bytes: bytesOf(path), atMs: nowMs, nextMs, delayMs: LATEST_MS });
      this.#sayOnce(`"${path}" could not be rotated: ${message}`);
    }
    const dropped = removed.filter(({ why }) => why === 'budget');
    if (dropped.length > 0) {
      const bytes = dropped.reduce((sum, one) => sum + one.bytes, 0);
      this.#tools.note(
        `${dropped.length} rotated log files (${byteSizeText(bytes)}) were removed to keep settings.logs.budget`,
      );
    }
    if (shrunkTo !== null) {
      this.#sayOnce(
        `the disk is short of space: logs are kept within ${byteSizeText(shrunkTo)} instead of settings.logs.budget`,
        'the disk is short',
      );
    }
    const live = this.#logs().reduce((sum, { path }) => sum + bytesOf(path), 0);
    this.#keptBytes = Math.max(0, used - live);
  }

  #sayOnce(message: string, key = message): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#tools.notice(message);
  }

  get #budget(): number | null {
    return this.#tools.fleet.journal.state.context?.settings.logBudget ?? null;
  }

  /** Every log once; instances may share one. */
  #logs(): Log[] {
    const logs = new Map<string, Log>();
    for (const log of [...this.#logsOf.values()].flat()) {
      const other = logs.get(log.path);
      logs.set(log.path, other?.isAwaited ? { ...log, isAwaited: true } : log);
    }
    return [...logs.values()];
  }
}

function logsOf({ spec, claim }: LedgerInstance): Log[] {
  const { rotation } = spec.logs;
  const rule = {
    maxSize: rotation?.maxSize ?? null,
    keep: rotation?.keep ?? DEFAULT_KEEP,
    maxAgeMs: rotation?.maxAgeMs ?? null,
    compress: rotation?.compress ?? true,
  };
  const isAwaited = claim !== null && !claim.online && spec.ready?.kind === 'log';
  return [...new Set([spec.logs.out, spec.logs.err])]
    .filter((path) => !path.startsWith('/dev/'))
    .map((path) => ({ path, ...rule, isAwaited }));
}

function bytesOf(path: string): number {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? usedBytes(stats) : 0;
  } catch {
    // A folder that cannot be entered any more; the app's next start says so.
    return 0;
  }
}
