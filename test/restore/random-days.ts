import fs from 'node:fs';
import fc from 'fast-check';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';
import { DEFAULT_SETTINGS } from '../../src/config/schema/settings-schema.ts';
import { followUp, handOver, recover } from '../../src/daemon/recover.ts';
import { ChangeService } from '../../src/daemon/services/change-service.ts';
import { CommandService } from '../../src/daemon/services/command-service.ts';
import { TargetWork } from '../../src/daemon/services/target-work.ts';
import { Gate } from '../../src/restore/gate.ts';
import { HookSession } from '../../src/restore/hook-session.ts';
import { RestoreService } from '../../src/restore/restore-service.ts';
import { specOf } from '../ledger/ledger-parts.ts';
import { FleetInMemory, FullDisk, SECRET } from '../supervise/fleet-in-memory.ts';
import { type Behaviour, HOME } from '../supervise/machine-in-memory.ts';

const APPS = ['a', 'b', 'c'];

const ASK = { caller: null, waiting: () => {}, cancelled: new AbortController().signal };

/** What may happen in the life of a fleet. Commands are not waited for. */
export type Step =
  | { do: 'start' | 'stop' | 'restart' | 'reload' | 'remove' | 'scale'; app: string; count: number }
  | { do: 'restore'; apps: string[]; version: number; prune: boolean; keepGoing: boolean }
  | { do: 'cancel' }
  | { do: 'behave'; app: string; behaviour: Behaviour }
  /** A process ends, whichever comes by its number. */
  | { do: 'end'; which: number; code: number }
  /** So many of the next writes fail. */
  | { do: 'fill'; writes: number }
  | { do: 'pass'; ms: number }
  | { do: 'turn'; turns: number }
  /** The daemon is killed, and the next one takes over. */
  | { do: 'kill' };

const app = fc.constantFrom(...APPS);
const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.record({ endsAfterMs: fc.nat(300), exitCode: fc.constantFrom(0, 1) }),
  fc.constantFrom<Behaviour>(
    { ignoresSigterm: true },
    { leavesChild: true },
    { spawnFails: 'EACCES' },
    { spawnFails: 'EAGAIN' },
    { obstacle: 'no such folder' },
  ),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('start', 'stop', 'restart', 'reload', 'remove', 'scale'),
      app,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('restore' as const),
      apps: fc.uniqueArray(app, { minLength: 1 }),
      version: fc.nat(2),
      prune: fc.boolean(),
      keepGoing: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'cancel' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('behave' as const), app, behaviour }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(9), code: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const), writes: fc.nat(6) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 50, 500, 3000) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('turn' as const), turns: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'kill' }) },
);

export const anyDay: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 4, maxLength: 40 });

/** What each instance is to be, by its name and number. */
type Wanted = Map<string, string>;

/** A daemon after the other on one machine, with what must be true of them at every moment. */
export class RandomLife {
  #fleet: FleetInMemory;
  #commands!: CommandService;
  #changes!: ChangeService;
  #restores!: RestoreService;
  #gate = new Gate();
  readonly #disk = new FullDisk();
  #failingWrites = 0;
  #underWay: Promise<unknown>[] = [];
  /** What stood before the last restore. */
  #before: Wanted | null = null;
  readonly violations: string[] = [];

  constructor() {
    this.#disk.fails = () => this.#failingWrites > 0 && this.#failingWrites-- > 0;
    this.#fleet = new FleetInMemory({ pids: 8 });
    this.#serve();
  }

  async take(next: Step): Promise<void> {
    const { machine } = this.#fleet;
    switch (next.do) {
      case 'restore':
        this.#restore(next);
        break;
      case 'cancel':
        this.#restores.cancel(undefined);
        break;
      case 'behave':
        this.#fleet.behave(next.app, next.behaviour);
        break;
      case 'end': {
        const living = machine.living();
        if (living.length > 0) machine.end(living[next.which % living.length]!.pid, { code: next.code });
        break;
      }
      case 'fill':
        this.#failingWrites = next.writes;
        break;
      case 'pass':
        await this.#fleet.pass(next.ms);
        break;
      case 'turn':
        for (let turn = 0; turn < next.turns; turn += 1)
          await new Promise((resolve) => setImmediate(resolve));
        break;
      case 'kill':
        this.#kill();
        break;
      default:
        this.#command(next.do, next.app, next.count);
    }
    this.#look();
  }

  /** Nothing happens to the fleet any more: it comes to rest as its ledger says. */
  async settle(): Promise<void> {
    this.#failingWrites = 0;
    for (const name of APPS) this.#fleet.behave(name, {});
    await this.#fleet.run(Promise.all(this.#underWay));
    await this.#fleet.pass(120_000);
    this.#look();
    const { journal, supervisor, machine } = this.#fleet;
    if (journal.state.restore !== null) this.#violate('a restore is still open');
    for (const { id, want, spec, claim, intent, dormant } of journal.state.instances.values()) {
      const { status, alive } = supervisor.get(id);
      const label = `${spec.name}:${spec.instance} (${status}, wanted ${want})`;
      if ((claim !== null) !== (alive !== null)) this.#violate(`${label}: its claim is not its process`);
      if (intent !== null) this.#violate(`${label}: an intent is left`);
      if (want === 'stopped' && alive !== null) this.#violate(`${label}: it runs`);
      const rests = ['online', 'errored', 'stopped'].includes(status) || this.#waitsForFailed(id, spec);
      if (want === 'running' && !dormant && !rests) this.#violate(`${label}: it has not come to rest`);
    }
    const claimed = new Set([...journal.state.instances.values()].map(({ claim }) => claim?.token));
    for (const { pid, token } of machine.living()) {
      if (!claimed.has(token)) this.#violate(`process ${pid} runs and nobody knows`);
    }
  }

  /** What depends on an app that could not be started waits until somebody starts that. */
  #waitsForFailed(id: number, { dependsOn }: InstanceSpec): boolean {
    const { journal, supervisor } = this.#fleet;
    const isOver = (name: string): boolean => {
      const needed = [...journal.state.instances.values()].filter(({ spec }) => spec.name === name);
      const statuses = needed.map((instance) => supervisor.get(instance.id).status);
      return needed.length === 0 || statuses.includes('errored') || statuses.includes('stopped');
    };
    return supervisor.get(id).reason?.startsWith('waits for ') === true && dependsOn.some(isOver);
  }

  async end(): Promise<void> {
    this.#disk.end();
    await this.#fleet.close();
  }

  #serve(): void {
    const fleet = this.#fleet;
    const gate = new Gate();
    this.#gate = gate;
    const work = new TargetWork({ fleet, gate });
    this.#commands = new CommandService({ fleet, work });
    this.#changes = new ChangeService({ fleet, work });
    const hooks = new HookSession({ home: HOME, journal: fleet.journal, log: () => {} });
    this.#restores = new RestoreService({ fleet, hooks, gate, snapshots: '/nowhere' });
    fleet.machine.beforeSpawn = ({ token, env }) => {
      if (!fs.readFileSync(fleet.file, 'utf8').includes(`"intent","id":${env.OPM_ID},"token":"${token}"`)) {
        this.#violate(`instance ${env.OPM_ID} is spawned without an intent in the file`);
      }
    };
    fleet.machine.beforeSignal = (id, signal, group) => {
      const instance = fleet.journal.state.instances.get(id);
      if (group && signal === 'SIGTERM' && instance?.stopping === null) {
        this.#violate(`instance ${id} is stopped without a word in the ledger`);
      }
    };
  }

  #kill(): void {
    this.#fleet.kill();
    // Whoever waited for it has lost the connection.
    this.#underWay = [];
    this.#failingWrites = 0;
    this.#fleet = new FleetInMemory({ after: this.#fleet });
    const { journal, machine, supervisor } = this.#fleet;
    const { table } = machine;
    const life = { home: HOME, secret: SECRET, pid: 1, initOfNamespace: false, fresh: false, lost: false };
    const { plan } = recover({ journal, table, ...life });
    handOver(supervisor, plan);
    this.#serve();
    this.#do(followUp(this.#fleet, plan, this.#gate));
    if (journal.state.restore !== null) this.#do(this.#checkFinished(this.#restores.finishInterrupted()));
  }

  #command(
    name: Exclude<Extract<Step, { app: string }>['do'], 'behave'>,
    target: string,
    count: number,
  ): void {
    const commands = this.#commands;
    if (name === 'scale') this.#do(this.#changes.scale(target, count, ASK));
    else if (name === 'restart' || name === 'reload') this.#do(commands[name]([target], null, ASK));
    else this.#do(commands[name]([target], ASK));
  }

  #restore({ apps, version, prune, keepGoing }: Extract<Step, { do: 'restore' }>): void {
    const instances = apps.map((name): InstanceSpec => {
      const dependsOn = name === 'c' && apps.includes('a') ? ['a'] : [];
      return specOf({ name, argv: [`v${version}`], minUptimeMs: 100, dependsOn });
    });
    const file = '/opm.config.json';
    const source = { kind: 'config', file, instances, settings: DEFAULT_SETTINGS, plugins: [] } as const;
    const request = { source: { ...source, plugins: [] }, dryRun: false, keepGoing, prune, only: null };
    const caller = { pid: 1, command: 'opm restore' };
    const fleet = this.#fleet;
    const work = this.#restores.restore({ ...request, timeoutMs: 20_000, env: {}, caller }, (event) => {
      // One that is refused has no plan.
      const isBegun = event.kind === 'source' || event.kind === 'plan';
      if (isBegun && fleet === this.#fleet) this.#before = this.#wanted();
    });
    const checked = work.then(({ report }) => {
      // What a dead daemon says is of no interest.
      if (fleet !== this.#fleet) return;
      const before = this.#before;
      const after = this.#wanted();
      if (report.outcome === 'rolled-back' && report.warnings.length === 0 && !isSame(before, after)) {
        this.#violate(`rolled back from ${tell(before)} to ${tell(after)}: ${report.reason}`);
      }
      if (report.outcome !== 'committed') return;
      for (const spec of instances) {
        const is = after.get(`${spec.name}:0`);
        if (is !== `${spec.argv} running`) this.#violate(`${spec.name} was committed, and is ${is}`);
      }
    });
    this.#do(checked);
  }

  /** A restore that a dead daemon left open is whole in the end, too. */
  async #checkFinished(work: Promise<string[]>): Promise<void> {
    const fleet = this.#fleet;
    const [outcome = ''] = await work;
    if (fleet !== this.#fleet) return;
    const before = this.#before;
    if (outcome.includes('was rolled-back') && !isSame(before, this.#wanted())) {
      this.#violate(`${outcome}: from ${tell(before)} to ${tell(this.#wanted())}`);
    }
  }

  #do(work: Promise<unknown>): void {
    // What a command refuses is its right; a bug is not.
    const told = work.catch((error) => {
      if (error?.name !== 'OpmError' && error?.code === undefined)
        this.#violate(`bug: ${error?.stack ?? error}`);
    });
    this.#underWay.push(told);
  }

  #wanted(): Wanted {
    return new Map(
      [...this.#fleet.journal.state.instances.values()].map(({ spec, want }) => [
        `${spec.name}:${spec.instance}`,
        `${spec.argv} ${want}`,
      ]),
    );
  }

  /** What is true at every moment. */
  #look(): void {
    const { journal, machine } = this.#fleet;
    const holders = new Map<string, number>();
    for (const { id, claim } of journal.state.instances.values()) {
      const leaders = machine.leadersOf(id);
      if (leaders.length > 1) this.#violate(`instance ${id} has the processes ${leaders.join(', ')}`);
      if (claim === null) continue;
      const { pid, startTicks } = claim.identity;
      const other = holders.get(`${pid} ${startTicks}`);
      if (other !== undefined) this.#violate(`instances ${other} and ${id} both claim process ${pid}`);
      holders.set(`${pid} ${startTicks}`, id);
    }
  }

  #violate(what: string): void {
    this.violations.push(what);
  }
}

function isSame(one: Wanted | null, other: Wanted): boolean {
  return one !== null && tell(one) === tell(other);
}

function tell(wanted: Wanted | null): string {
  return [...(wanted ?? [])]
    .map(([key, what]) => `${key} ${what}`)
    .sort()
    .join('; ');
}
