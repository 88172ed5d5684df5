import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';
import type { Fact } from '../../src/ledger/facts.ts';
import { Journal } from '../../src/ledger/journal.ts';
import type { Fleet } from '../../src/supervise/fleet.ts';
import type { PluginEnvironment } from '../../src/supervise/instance/acting-instance.ts';
import { Supervisor } from '../../src/supervise/supervisor.ts';
import { opened, specOf } from '../ledger/ledger-parts.ts';
import { type Behaviour, HOME, KernelInMemory, MachineInMemory } from './machine-in-memory.ts';

/** Turns of the event loop after which nothing moves any more unless time does: a journal write and a search take some. */
const QUIET_TURNS = 8;
/** More steps than this, and what a test waits for never happens. */
const MOST_STEPS = 5000;

/** Of its home. */
export const SECRET = Buffer.alloc(32, 7);

/** A fleet whose machine exists in memory, and whose ledger is a real file. Ends with {@link close}. */
export class FleetInMemory implements Fleet {
  readonly machine: MachineInMemory;
  readonly journal: Journal;
  readonly supervisor: Supervisor;
  readonly file: string;
  readonly notes: string[] = [];
  readonly exits: { id: number; status: string }[] = [];
  readonly #folder: string;
  #isDead = false;

  /**
   * @param options.pids how many PIDs the machine has
   * @param options.after the fleet of a daemon that was killed: this one goes on from its ledger, on its machine
   */
  constructor(
    options: { pids?: number; pluginEnv?: PluginEnvironment; after?: FleetInMemory | undefined } = {},
  ) {
    const memory = fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    this.#folder =
      options.after === undefined ? fs.mkdtempSync(join(memory, 'opm-fleet-')) : options.after.#folder;
    this.file = join(this.#folder, 'ledger.jsonl');
    this.machine = new MachineInMemory(options.after?.machine.kernel ?? new KernelInMemory(options));
    this.journal = Journal.open(this.file).journal;
    // A real fsync takes real time, and time that nobody passes would go by meanwhile.
    Object.assign(this.journal, { sync: async () => this.journal.flush() });
    if (options.after === undefined) this.journal.record([opened()]);
    this.supervisor = new Supervisor({
      journal: this.journal,
      machine: this.machine,
      home: HOME,
      secret: SECRET,
      events: {
        started: () => {},
        exited: (id, _, __, status) => this.exits.push({ id, status }),
        note: (message) => this.notes.push(message),
      },
      pluginEnv: options.pluginEnv ?? (async () => ({})),
    });
  }

  /** Makes an instance known. Returns its id. */
  define(overrides: Partial<InstanceSpec> = {}, behaviour?: Behaviour): number {
    const id = this.journal.allocateId();
    const spec = specOf(overrides);
    if (behaviour !== undefined) this.machine.kernel.behaviours.set(spec.name, behaviour);
    this.journal.record([
      { op: 'define', id, spec, env: null, pluginEnv: [] },
      { op: 'want', id, want: 'running' },
    ]);
    return id;
  }

  /** Changes what an app does from its next start on. */
  behave(name: string, behaviour: Behaviour): void {
    this.machine.kernel.behaviours.set(name, behaviour);
  }

  /** Waits for `work`, and lets time go by whenever nothing else moves. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let over = false;
    const settled = work.finally(() => {
      over = true;
    });
    settled.catch(() => {});
    for (let steps = 0; !over; steps += 1) {
      if (steps > MOST_STEPS) throw new Error('What is waited for never happens');
      await this.turns();
      // No deadline comes before what has happened already.
      if (!over && this.machine.kernel.untold === 0) this.#passTime();
    }
    return settled;
  }

  /** Lets time go by. */
  async pass(ms: number): Promise<void> {
    await this.run(this.machine.deadlines.pause(ms));
    await this.turns();
  }

  /** Lets everything happen that needs no time. */
  async turns(): Promise<void> {
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** The facts of the ledger file from line `from` on. */
  facts(from = 0): Fact[] {
    this.journal.flush();
    const lines = fs
      .readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return lines.slice(from).map((line) => JSON.parse(line.slice(9)));
  }

  /** The operations in the ledger file, in their order. */
  ops(from = 0): string[] {
    return this.facts(from).map(({ op }) => op);
  }

  /** The daemon is killed at this very moment. */
  kill(): void {
    this.#isDead = true;
    this.machine.sever();
    this.journal.abandon();
  }

  async close(): Promise<void> {
    if (this.#isDead) return;
    await this.supervisor.close();
    this.journal.close();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #passTime(): void {
    const { clock } = this.machine.kernel;
    const { nextMs } = clock;
    if (nextMs !== null) clock.goTo(nextMs);
  }
}

/** As long as it is full, nothing can be written to a file of this process. */
export class FullDisk {
  readonly #write = fs.writeSync;
  /** Of how many writes each one fails is decided by this. */
  fails: () => boolean = () => false;

  constructor() {
    const write = this.#write as (...args: unknown[]) => number;
    Object.assign(fs, {
      writeSync: (...args: unknown[]) => {
        if (!this.fails()) return write(...args);
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      },
    });
  }

  end(): void {
    Object.assign(fs, { writeSync: this.#write });
  }
}
