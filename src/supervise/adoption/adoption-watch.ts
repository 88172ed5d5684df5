import type { ProcessEnd } from '../../runtime/native/process/wait-status.ts';
import { type Identity, livenessOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import type { Deadline, Deadlines } from '../deadlines.ts';
import type { EndWatch } from './end-watch.ts';

/** How often adopted processes are polled. Their death must be noticed within a second. */
const CALM_MS = 500;
/** How often while somebody is waiting for one of them to exit. */
const URGENT_MS = 10;

/** Receives how a process ended; `null` if that is unknown. */
type Gone = (end: ProcessEnd | null) => void;

interface Watched {
  identity: Identity;
  gone: Gone;
  urgent: boolean;
}

/**
 * Watches processes that are not our children. Where the kernel reports their exits, nothing runs until then; otherwise
 * one deadline polls all of them, and there is none when there is nothing to watch.
 */
export class AdoptionWatch {
  readonly #table: ProcessTable;
  readonly #deadlines: Deadlines;
  readonly #kernel: EndWatch | null;
  /** Those whose exit the kernel reports, with the function that ends the watch. */
  readonly #told = new Map<string, () => void>();
  /** Those whose exit somebody is waiting for without needing the exit code. */
  readonly #hurried = new Set<string>();
  readonly #watched = new Map<string, Watched>();
  #urgent = 0;
  #next: Deadline | null = null;
  #periodMs = 0;
  #looks = 0;

  constructor(table: ProcessTable, deadlines: Deadlines, kernel: EndWatch | null) {
    this.#table = table;
    this.#deadlines = deadlines;
    this.#kernel = kernel;
  }

  get size(): number {
    return this.#watched.size + this.#told.size;
  }

  /**
   * Calls `gone` once, when the process that `identity` names has ended. `token` names the watch.
   *
   * @param options.needsCode a second is well spent on waiting for the exit code
   */
  add(token: string, identity: Identity, gone: Gone, { needsCode }: { needsCode: boolean }): void {
    const forget = () => {
      this.#told.delete(token);
      this.#hurried.delete(token);
    };
    const stop = this.#kernel?.add(identity, {
      gone: (end) => {
        forget();
        gone(end);
      },
      lost: () => {
        forget();
        this.#lookAt(token, identity, gone);
      },
      isPatient: () => needsCode && !this.#hurried.has(token),
    });
    if (stop) this.#told.set(token, stop);
    else this.#lookAt(token, identity, gone);
  }

  #lookAt(token: string, identity: Identity, gone: Gone): void {
    this.#watched.set(token, { identity, gone, urgent: false });
    this.#schedule();
  }

  remove(token: string): void {
    this.#told.get(token)?.();
    this.#told.delete(token);
    this.#hurried.delete(token);
    const watched = this.#watched.get(token);
    if (watched === undefined) return;
    this.#watched.delete(token);
    if (watched.urgent) this.#urgent -= 1;
    this.#schedule();
  }

  /** Somebody is waiting for this one: poll more often, and do not wait for its exit code. */
  hurry(token: string): void {
    if (this.#told.has(token)) this.#hurried.add(token);
    const watched = this.#watched.get(token);
    if (watched === undefined || watched.urgent) return;
    watched.urgent = true;
    this.#urgent += 1;
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#watched.clear();
    this.#urgent = 0;
    this.#schedule();
    for (const stop of this.#told.values()) stop();
    this.#told.clear();
    await this.#kernel?.close();
  }

  #schedule(): void {
    const wantedMs = this.#watched.size === 0 ? 0 : this.#urgent > 0 ? URGENT_MS : CALM_MS;
    if (wantedMs === this.#periodMs) return;
    this.#periodMs = wantedMs;
    this.#next?.cancel();
    this.#arm();
  }

  #arm(): void {
    if (this.#periodMs === 0) return;
    this.#next = this.#deadlines.after(this.#periodMs, () => {
      this.#arm();
      this.#look();
    });
  }

  #look(): void {
    this.#looks += 1;
    const onlyUrgent = this.#periodMs === URGENT_MS && this.#looks % (CALM_MS / URGENT_MS) !== 0;
    for (const [token, { identity, gone, urgent }] of this.#watched) {
      if (onlyUrgent && !urgent) continue;
      if (livenessOf(this.#table, identity) !== 'dead') continue;
      this.remove(token);
      gone(null);
    }
  }
}
