import { randomInt } from 'node:crypto';
import { allPids, pidsWithArgument } from './proc.ts';
import type { Results } from './results.ts';
import type { Sandbox } from './sandbox.ts';
import type { App, Stage, Subject } from './subjects/subject.ts';

const POLL_MS = 5;
/** For those who say nothing when they are done. */
export const ALIVE_DEADLINE_MS = 120_000;
const SHOW_DEADLINE_MS = 1000;
const REAP_DEADLINE_MS = 2000;
/** Processes that others on the machine may start meanwhile. */
const REAP_SLACK = 20;

/** What a figure works with. */
export class Bench {
  readonly sandbox: Sandbox;
  readonly subjects: Subject[];
  readonly results: Results;
  readonly rounds: number;
  readonly quick: boolean;

  constructor(parts: Pick<Bench, 'sandbox' | 'subjects' | 'results' | 'rounds' | 'quick'>) {
    this.sandbox = parts.sandbox;
    this.subjects = parts.subjects;
    this.results = parts.results;
    this.rounds = parts.rounds;
    this.quick = parts.quick;
  }

  /** A number of processes or requests; a tenth of it in a quick run. */
  size(count: number): number {
    return this.quick ? Math.ceil(count / 10) : count;
  }

  of(...kinds: Subject['kind'][]): Subject[] {
    return this.subjects.filter(({ kind }) => kinds.includes(kind));
  }

  /** Opens a fleet for each subject, does `work` with each in turn as many times as there are rounds, ends them. */
  async inTurn(
    subjects: Subject[],
    apps: App[],
    work: (stage: Stage, subject: Subject, round: number) => Promise<void>,
    rounds: number = this.rounds,
  ): Promise<void> {
    const stages = new Map<Subject, Stage>();
    const others = allPids().length;
    try {
      for (const subject of subjects) stages.set(subject, await subject.stage(apps));
      for (let round = 0; round < rounds; round += 1) {
        for (const [subject, stage] of stages) {
          await work(stage, subject, round);
          await untilReaped(others);
        }
      }
    } finally {
      for (const stage of stages.values()) await stage.down().catch(() => {});
    }
  }
}

/** Zombies of one subject's turn must not fill `/proc` in the next one's; some machines' PID 1 takes its time. */
async function untilReaped(others: number): Promise<void> {
  const giveUpAt = performance.now() + REAP_DEADLINE_MS;
  while (allPids().length > others + REAP_SLACK && performance.now() < giveUpAt) await pause(20);
}

/** Processes that do nothing, and that can be told from all others. */
export class Sleepers {
  readonly apps: App[];
  readonly #marker: string;

  constructor(count: number) {
    const marker = `86400.${String(randomInt(1e9)).padStart(9, '0')}`;
    this.#marker = marker;
    this.apps = Array.from({ length: count }, (_, index) => ({
      name: `app-${index}`,
      argv: ['sleep', marker],
      ready: 'alive',
      restart: true,
    }));
  }

  /** PIDs of those that are alive. */
  pids(): number[] {
    return pidsWithArgument(this.#marker);
  }

  /**
   * Between a spawn and the moment its arguments show lies an instant, so one that is missing gets a second.
   *
   * @throws Error when not all are alive, or some twice
   */
  async expectAll(subject: Subject, deadlineMs: number = SHOW_DEADLINE_MS): Promise<void> {
    const giveUpAt = performance.now() + deadlineMs;
    for (;;) {
      const alive = this.pids().length;
      if (alive === this.apps.length) return;
      if (alive > this.apps.length || performance.now() > giveUpAt)
        throw new Error(`${subject.name}: ${alive} of ${this.apps.length} processes are alive`);
      await pause(POLL_MS);
    }
  }
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
