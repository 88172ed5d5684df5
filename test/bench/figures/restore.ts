import { ALIVE_DEADLINE_MS, type Bench, Sleepers, timed } from '../bench.ts';
import type { Subject } from '../subjects/subject.ts';
import { type Figure, OPM } from './figure.ts';

const warmRow = (bench: Bench) => `restore ${bench.size(1000)} processes, supervisor up`;
const coldRow = (bench: Bench) => `restore ${bench.size(200)} processes and start the supervisor`;

/** A large fleet brought back by a supervisor that runs already. */
export const restoreWarm: Figure = {
  name: 'restore',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(1000));
    const row = { figure: 'restore', what: warmRow(bench), unit: 'ms' } as const;
    await bench.inTurn(bench.of('floor', 'manager'), fleet.apps, async (stage, subject) => {
      await stage.up();
      bench.results.add(row, subject.name, await timed(() => stage.restore()));
      await fleet.expectAll(subject);
      await stage.down();
    });
  },
  reaches: (bench) => [
    {
      what: `${warmRow(bench)}: against the floor`,
      limit: 1.5,
      better: 'lower',
      unit: '×',
      value: (results) => results.ratio(warmRow(bench), OPM, { subject: 'floor' }),
    },
    {
      what: `${warmRow(bench)}: pm2 takes as many times as long`,
      limit: 5,
      better: 'higher',
      unit: '×',
      value: (results) => inverse(results.ratio(warmRow(bench), OPM, { subject: 'pm2' })),
    },
  ],
};

/** The same from nothing, which all process managers can do. */
export const restoreCold: Figure = {
  name: 'cold',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(200));
    const row = { figure: 'cold', what: coldRow(bench), unit: 'ms' } as const;
    await bench.inTurn(bench.of('floor', 'manager', 'starter'), fleet.apps, async (stage, subject) => {
      const work = () => stage.restore().then(() => wait(fleet, subject));
      bench.results.add(row, subject.name, await timed(work));
      await fleet.expectAll(subject);
      await stage.down();
    });
  },
  reaches: (bench) => [
    {
      what: `${coldRow(bench)}: pm2 takes as many times as long`,
      limit: 4,
      better: 'higher',
      unit: '×',
      value: (results) => inverse(results.ratio(coldRow(bench), OPM, { subject: 'pm2' })),
    },
    {
      what: `${coldRow(bench)}: against s6`,
      limit: 1,
      better: 'lower',
      unit: '×',
      value: (results) => results.ratio(coldRow(bench), OPM, { subject: 's6' }),
    },
  ],
};

/** Managers say themselves when they are done. */
async function wait(fleet: Sleepers, subject: Subject): Promise<void> {
  if (subject.kind === 'starter') await fleet.expectAll(subject, ALIVE_DEADLINE_MS);
}

export function inverse(ratio: number | null): number | null {
  return ratio === null ? null : 1 / ratio;
}
